package dev.keelson.cli.doctor.etcd;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// A manifest of the kubelet's directory, of which the container counts that is called as the
/// program.
///
/// @param program `etcd` or `kube-apiserver`
record StaticPod(Path file, String program) {
  Program read() throws SourceException {
    return program(document());
  }

  private JsonNode document() throws SourceException {
    try {
      return YAMLMapper.shared().readTree(SmallFile.text(file));
    } catch (IOException e) {
      throw new SourceException(file + " cannot be read: " + e, "see: ls -l " + file);
    } catch (JacksonException e) {
      throw new SourceException(file + " is not YAML: " + e.getOriginalMessage(), "mend it");
    }
  }

  private Program program(JsonNode pod) throws SourceException {
    JsonNode spec = pod.path("spec");
    JsonNode container =
        spec.path("containers")
            .valueStream()
            .filter(one -> one.path("name").asString("").equals(program))
            .findFirst()
            .orElseThrow(() ->
                new SourceException(
                    file + " has no container " + program, "name the manifest of " + program));
    List<String> words =
        Stream.of("command", "args")
            .flatMap(key -> container.path(key).valueStream())
            .map(word -> word.asString(""))
            .toList();
    Flags flags = Flags.ofWords(words).over(Flags.ofEnvironment(environment(container)));
    var source = new Program.Source(file.toString(), new Mounts(mounts(spec, container)));
    return Program.of(source, flags)
        .withVersion(EtcdVersion.ofImage(container.path("image").asString("")));
  }

  private static Map<String, String> environment(JsonNode container) {
    Map<String, String> environment = new HashMap<>();
    container
        .path("env")
        .valueStream()
        .filter(one -> one.has("value"))
        .forEach(
            one -> environment.put(one.path("name").asString(""), one.path("value").asString("")));
    return environment;
  }

  /// Where the container sees which of the host's paths.
  private static Map<Path, Path> mounts(JsonNode spec, JsonNode container) {
    Map<String, String> volumes = new HashMap<>();
    for (JsonNode volume : spec.path("volumes").values()) {
      volumes.put(
          volume.path("name").asString(""), volume.path("hostPath").path("path").asString(""));
    }
    Map<Path, Path> mounts = new HashMap<>();
    for (JsonNode mount : container.path("volumeMounts").values()) {
      String host = volumes.getOrDefault(mount.path("name").asString(""), "");
      if (!host.isEmpty()) {
        mounts.put(Path.of(mount.path("mountPath").asString("")), Path.of(host));
      }
    }
    return mounts;
  }
}
