package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.config.ConfigFile;
import dev.keelson.config.KeelsonConfig;
import dev.keelson.console.ManagementAddress;
import dev.keelson.host.UnixAddress;
import dev.keelson.secret.PinFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The manifest of the static pod, and the configuration beside it. `src/package/check-image` runs
/// them, `src/conformance` knows the names of all fields.
class StaticPodTest {
  private static final Path DIRECTORY =
      Path.of("src", "package", "tree", "usr", "share", "keelson", "kubernetes");

  private JsonNode pod;
  private JsonNode container;
  private KeelsonConfig config;

  private static JsonNode yaml(String text) {
    return YAMLMapper.shared().readTree(text);
  }

  @BeforeEach
  void read() throws Exception {
    pod = yaml(Files.readString(DIRECTORY.resolve("pod.yaml"))).path("spec");
    container = pod.path("containers").path(0);
    config = ConfigFile.read(DIRECTORY.resolve("keelson.yaml"));
  }

  @Nested
  class ItsRights {
    @Test
    void areAllThatAPodCanBeWithout() {
      assertThat(container.path("securityContext"))
          .isEqualTo(
              yaml(
                  """
                  allowPrivilegeEscalation: false
                  readOnlyRootFilesystem: true
                  capabilities: {drop: [ALL]}
                  """));
      assertThat(pod.path("automountServiceAccountToken")).isEqualTo(yaml("false"));
    }

    @Test
    void areThoseOfTheImagesUser() throws Exception {
      String image = Files.readString(Path.of("src", "package", "image"));
      var id = Pattern.compile("(?m)^readonly ID=(\\d+)$").matcher(image);
      assertThat(id.find()).isTrue();
      assertThat(pod.path("securityContext"))
          .isEqualTo(
              yaml(
                  """
                  runAsNonRoot: true
                  runAsUser: %1$s
                  runAsGroup: %1$s
                  seccompProfile: {type: RuntimeDefault}
                  """
                      .replace("%1$s", id.group(1))));
    }

    /// A field of more rights would have to be thought about, by `Bundle` too.
    @Test
    void areWidenedByNoOtherField() {
      assertThat(pod.propertyNames())
          .containsExactlyInAnyOrder(
              "hostNetwork",
              "dnsPolicy",
              "priorityClassName",
              "priority",
              "automountServiceAccountToken",
              "enableServiceLinks",
              "terminationGracePeriodSeconds",
              "securityContext",
              "containers",
              "volumes");
      assertThat(container.propertyNames())
          .doesNotContain("volumeDevices", "lifecycle", "ports", "command", "args");
    }
  }

  /// Without the pods' network, which would wait for the API server, which waits for this.
  @Test
  void doesNotWaitForTheNetworkOfPods() {
    assertThat(pod.path("hostNetwork")).isEqualTo(yaml("true"));
  }

  @Nested
  class ItsMounts {
    private Map<String, Boolean> readOnly() {
      Map<String, Boolean> mounts = new TreeMap<>();
      container
          .path("volumeMounts")
          .forEach(one ->
              mounts.put(one.path("mountPath").asString(), one.path("readOnly").asBoolean(false)));
      return mounts;
    }

    @Test
    void areOfDirectoriesThatAreThereUnderTheSamePath() {
      Map<String, String> volumes = new TreeMap<>();
      for (JsonNode volume : pod.path("volumes")) {
        JsonNode path = volume.path("hostPath");
        if (!volume.has("emptyDir")) {
          assertThat(path.path("type").asString()).isEqualTo("Directory");
        }
        volumes.put(volume.path("name").asString(), path.path("path").asString("/tmp"));
      }
      Map<String, String> mounts = new TreeMap<>();
      container
          .path("volumeMounts")
          .forEach(
              one -> mounts.put(one.path("name").asString(), one.path("mountPath").asString()));
      assertThat(mounts).isEqualTo(volumes).hasSize(5);
    }

    @Test
    void haveAllThatTheDaemonReadsAndItCannotWriteThere() {
      List<Path> read = new ArrayList<>(List.of(config.module().path()));
      read.add(((PinFile) config.pin()).path());
      config.module().environment().values().forEach(value -> read.add(Path.of(value)));
      assertThat(read).hasSize(3).allSatisfy(file -> assertThat(isReadOnly(file)).isTrue());
    }

    @Test
    void haveAllThatTheDaemonWrites() {
      Path socket = ((UnixAddress.File) config.socket().address()).path();
      assertThat(Stream.of(config.stateDir().resolve("ledger"), socket))
          .allSatisfy(file -> assertThat(isReadOnly(file)).isFalse());
    }

    private boolean isReadOnly(Path file) {
      return readOnly().entrySet().stream()
          .filter(mount -> file.startsWith(mount.getKey()))
          .findFirst()
          .orElseThrow(() -> new AssertionError(file + " is below no mount"))
          .getValue();
    }

    @Test
    void haveTheLibrariesOfTheModule() {
      assertThat(container.path("env"))
          .isEqualTo(
              yaml("[{name: LD_LIBRARY_PATH, value: " + config.module().path().getParent() + "}]"));
    }
  }

  @Nested
  class ItsProbes {
    @ParameterizedTest
    @ValueSource(strings = {"startupProbe", "livenessProbe", "readinessProbe"})
    void askWhereTheConfigurationHasTheEndpoints(String probe) {
      JsonNode get = container.path(probe).path("httpGet");
      assertThat(
              new ManagementAddress.Loopback(get.path("host").asString(), get.path("port").asInt()))
          .isEqualTo(config.management());
    }

    /// For only `/livez` knows nothing of the token.
    @ParameterizedTest
    @ValueSource(strings = {"startupProbe", "livenessProbe"})
    void killNoPodWhoseTokenIsAway(String probe) {
      assertThat(container.path(probe).path("httpGet").path("path").asString()).isEqualTo("/livez");
    }

    @Test
    void killAHungDaemonAsSoonAsSystemdWould() throws Exception {
      JsonNode probe = container.path("livenessProbe");
      int seconds = probe.path("failureThreshold").asInt() * probe.path("periodSeconds").asInt();
      assertThat(Units.values("keelson.service", "WatchdogSec"))
          .containsExactly(String.valueOf(seconds));
    }
  }

  @Test
  void hasAsLongToEndAsAServiceOfSystemd() throws Exception {
    assertThat(Units.values("keelson.service", "TimeoutStopSec"))
        .containsExactly(pod.path("terminationGracePeriodSeconds").asString());
  }
}
