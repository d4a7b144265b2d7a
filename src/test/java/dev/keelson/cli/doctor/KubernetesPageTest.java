package dev.keelson.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.config.ConfigFile;
import dev.keelson.config.KeelsonConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// What `docs/kubernetes.md` and the README have an operator write for kube-apiserver.
class KubernetesPageTest {
  private static final Path PAGE = Path.of("docs", "kubernetes.md");
  private static final String SOCKET_DIRECTORY = "/run/keelson";

  @TempDir private Path dir;

  private static List<String> blocks(Path page, String form) throws IOException {
    return Pattern.compile("(?ms)^```yaml" + form + "^```$")
        .matcher(Files.readString(page))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static JsonNode block(String kind) throws IOException {
    return YAMLMapper.shared().readTree(blocks(PAGE, " " + kind + "\\n(.+?)").getFirst());
  }

  private KeelsonConfig packaged() throws Exception {
    return ConfigFile.read(Path.of("src/package/tree/etc/keelson/keelson.yaml"));
  }

  @Test
  void configuresProvidersThatTheDoctorFindsGood() throws Exception {
    List<String> all =
        Stream.concat(
                blocks(PAGE, " encryption\\n(.+?)").stream(),
                blocks(Path.of("README.md"), "\\n(apiVersion: apiserver.+?)").stream())
            .toList();
    assertThat(all).hasSizeGreaterThan(2);
    for (String yaml : all) {
      var chart = new Chart();
      Path file = Files.writeString(dir.resolve("encryption.yaml"), yaml);
      new EncryptionConfigChecks(packaged(), chart.group("API server")).run(file);
      assertThat(chart.findings()).hasSizeGreaterThan(2).noneMatch(one -> one.mark() == Mark.BAD);
    }
  }

  @Test
  void mountsWhatTheFlagsOfAStaticPodName() throws Exception {
    JsonNode server = block("kubeadm-config").path("apiServer");
    Map<String, String> flags = new TreeMap<>();
    server
        .path("extraArgs")
        .forEach(one -> flags.put(one.path("name").asString(), one.path("value").asString()));
    Map<String, String> mounts = new TreeMap<>();
    server
        .path("extraVolumes")
        .forEach(
            one -> mounts.put(one.path("hostPath").asString(), one.path("mountPath").asString()));
    assertThat(mounts)
        .containsEntry(SOCKET_DIRECTORY, SOCKET_DIRECTORY)
        .containsKey(
            flags.getOrDefault("encryption-provider-config", "").replaceFirst("/[^/]+$", ""))
        .allSatisfy((host, pod) -> assertThat(pod).isEqualTo(host));
    assertThat(flagsOfTheManifest()).isEqualTo(flags);
    assertThat(mountsOfTheManifest()).isEqualTo(mounts);
  }

  private static Map<String, String> flagsOfTheManifest() throws IOException {
    Map<String, String> flags = new TreeMap<>();
    for (JsonNode flag : container().path("command")) {
      MatchResult parts =
          Pattern.compile("--(.+?)=(.+)")
              .matcher(flag.asString())
              .results()
              .findFirst()
              .orElseThrow();
      flags.put(parts.group(1), parts.group(2));
    }
    return flags;
  }

  private static Map<String, String> mountsOfTheManifest() throws IOException {
    Map<String, String> mounts = new TreeMap<>();
    for (JsonNode volume : block("kube-apiserver").path("spec").path("volumes")) {
      for (JsonNode mount : container().path("volumeMounts")) {
        if (mount.path("name").equals(volume.path("name"))) {
          mounts.put(
              volume.path("hostPath").path("path").asString(), mount.path("mountPath").asString());
        }
      }
    }
    return mounts;
  }

  private static JsonNode container() throws IOException {
    return block("kube-apiserver").path("spec").path("containers").path(0);
  }

  @Test
  void letsAnotherUserThanRootCall() throws Exception {
    String base = Files.readString(Path.of("src/package/tree/etc/keelson/keelson.yaml"));
    String yaml =
        base.replaceAll("(?m)^socket:\n.+\n", "") + blocks(PAGE, " keelson\\n(.+?)").getFirst();
    KeelsonConfig config = ConfigFile.read(Files.writeString(dir.resolve("keelson.yaml"), yaml));
    assertThat(config.socket().uids()).containsExactlyInAnyOrder(0, 990);
    assertThat(config.socket().address()).isEqualTo(packaged().socket().address());
  }
}
