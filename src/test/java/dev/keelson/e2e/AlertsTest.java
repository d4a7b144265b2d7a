package dev.keelson.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The alerts, as a real Prometheus has them fire for real daemons. So that nobody waits for them,
/// it is given the rules without `for`, and with 10 s instead of 90 s for the age of a canary; what
/// that leaves out, promtool tests on the real ones.
@Timeout(120)
class AlertsTest {
  @TempDir private static Path dir;
  private static Map<String, Integer> ports;
  private static Prometheus prometheus;

  @BeforeAll
  static void scrape() throws Exception {
    ports = new LinkedHashMap<>();
    for (AlertState state : states()) {
      ports.put(state.name(), ManagementSite.freePort());
    }
    ports.put(AlertState.OTHER_NODE, ManagementSite.freePort());
    prometheus = Prometheus.start(dir, AlertRules.hasty(), ports);
  }

  @AfterAll
  static void stop() {
    prometheus.close();
  }

  static List<AlertState> states() {
    return AlertState.all();
  }

  @ParameterizedTest
  @MethodSource("states")
  void fireInTheirStateAndNoOthers(AlertState state) throws Exception {
    try (var scene = new AlertScene(dir, prometheus, ports)) {
      state.play().on(scene, state.name());
      prometheus.awaitFiring(state.name(), state.alerts());
    }
  }

  @Test
  void areAllSeen() {
    Set<String> seen =
        states().stream().flatMap(state -> state.alerts().stream()).collect(Collectors.toSet());
    assertThat(seen).isEqualTo(AlertRules.read().names());
  }

  @Test
  void areRulesThatPrometheusTakes() throws Exception {
    assertThat(promtool("check", AlertRules.FILE))
        .contains("SUCCESS: " + AlertRules.read().alerts().size() + " rules found");
  }

  @Test
  void wakeNobodyForWhatPasses() throws Exception {
    assertThat(promtool("test", Path.of("src/test/resources/alerts/patience.yaml")))
        .contains("SUCCESS");
  }

  @Test
  void shareTheirMetricsWithADashboardThatPrometheusUnderstands() throws Exception {
    for (String expression : Dashboard.read().expressions()) {
      var _ =
          prometheus.query(expression.replace("$instance", ".*").replace("$__rate_interval", "1m"));
    }
  }

  /// What it wrote, when it found no fault.
  private static String promtool(String command, Path file) throws Exception {
    Process promtool =
        new ProcessBuilder(
                Prometheus.program("promtool").toString(), command, "rules", file.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(promtool.getInputStream().readAllBytes(), UTF_8);
    assertThat(promtool.waitFor()).as(output).isZero();
    return output;
  }
}
