package dev.keelson.cli.doctor;

import dev.keelson.config.KeelsonConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The API server's EncryptionConfiguration, by the rules of k8s.io/apiserver
/// (`validation_encryption.go`) and what an operator would regret later.
record EncryptionConfigChecks(KeelsonConfig config, Chart.Group group) {
  private static final int MAX_BYTES = 1 << 20;

  void run(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        group.bad(file + " is longer than a configuration can be", "name the right file");
        return;
      }
      document(file, YAMLMapper.shared().readTree(Files.readString(file)));
    } catch (IOException e) {
      group.bad(file + " cannot be read: " + e, "name the file of --encryption-provider-config");
    } catch (JacksonException e) {
      group.bad(file + " is not YAML: " + e.getOriginalMessage(), "mend it");
    }
  }

  private void document(Path file, JsonNode root) {
    if (!root.path("kind").asString("").equals("EncryptionConfiguration")) {
      group.bad(
          file + " is no EncryptionConfiguration",
          "write kind: EncryptionConfiguration and apiVersion: apiserver.config.k8s.io/v1");
      return;
    }
    group.good(file + " is an EncryptionConfiguration");
    Set<String> names = new HashSet<>();
    int ours = 0;
    for (JsonNode resources : root.path("resources").values()) {
      List<JsonNode> providers = resources.path("providers").valueStream().toList();
      new ProviderOrder(group, names(resources.path("resources"))).check(providers);
      for (JsonNode provider : providers) {
        ours += provider(provider.path("kms"), names);
      }
    }
    if (ours == 0) {
      group.bad(
          "no kms provider calls " + config.socket().address(),
          "write endpoint: " + config.socket().address() + ", with three slashes");
    }
  }

  private static String names(JsonNode resources) {
    return resources.valueStream().map(one -> one.asString("?")).collect(Collectors.joining(", "));
  }

  /// Returns 1 when it calls our socket.
  private int provider(JsonNode kms, Set<String> names) {
    if (!kms.isObject() || !kms.path("endpoint").asString("").equals(address())) {
      return 0;
    }
    new ProviderChecks(group, config.lanes().patience()).check(kms, names);
    return 1;
  }

  private String address() {
    return config.socket().address().toString();
  }
}
