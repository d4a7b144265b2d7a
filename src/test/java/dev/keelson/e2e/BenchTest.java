package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cli.ExitCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `keelson bench` against a daemon. What it measured is never judged: the machine has other work.
class BenchTest {
  private static final List<String> STDOUT_ALONE =
      List.of("sh", "-c", "exec \"$@\" 2>/dev/null", "sh");

  /// Three seconds of slices, on a machine that may have much else to do.
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path dir;
  private Site site;

  @BeforeEach
  void makeASite() throws Exception {
    site = Site.in(dir);
  }

  @Test
  void measuresBothWaysAtThreeNumbersOfCallers() throws Exception {
    try (var daemon = site.serve();
        var bench = bench(STDOUT_ALONE, "--seconds", "1", "-o", "json")) {
      assertThat(bench.exitCode(PATIENCE)).as(bench.output()).isEqualTo(ExitCode.OK);
      JsonNode json = JsonMapper.shared().readTree(bench.output());
      assertThat(json.get("good").asBoolean()).isTrue();
      assertThat(json.get("loop").asString()).isEqualTo("closed");
      assertThat(json.at("/daemon/pid").asLong()).isEqualTo(daemon.pid());
      assertThat(json.at("/daemon/resident_bytes").asLong()).isPositive();
      assertThat(json.get("rows").valueStream().map(BenchTest::name))
          .containsExactly(
              "encrypt at 1",
              "decrypt at 1",
              "encrypt at 16",
              "decrypt at 16",
              "encrypt at 64",
              "decrypt at 64");
      assertThat(json.get("rows").valueStream()).allSatisfy(BenchTest::hasBothWays);
    }
  }

  @Test
  void measuresTheDaemonAloneAtAFixedRate() throws Exception {
    try (var _ = site.serve();
        var bench = bench(List.of(), "--seconds", "1", "--rate", "50", "--no-direct")) {
      assertThat(bench.exitCode(PATIENCE)).as(bench.output()).isEqualTo(ExitCode.OK);
      assertThat(bench.output()).contains("open loop, 50 calls/s", "direct: not measured");
    }
  }

  @Test
  void saysHowToStartTheDaemonWhenNoneAnswers() throws Exception {
    try (var bench = bench(List.of(), "--seconds", "1")) {
      assertThat(bench.exitCode()).as(bench.output()).isEqualTo(ExitCode.UNAVAILABLE);
      assertThat(bench.output())
          .contains("no daemon answers on " + site.address())
          .contains("do: start it, then run this again: keelson serve --config ");
    }
  }

  @Test
  void refusesToCompareTwoKeys() throws Exception {
    String other = site.yaml().replace("keyring: prod", "keyring: other");
    Commands commands = Commands.on(site, "other.yaml", other);
    commands.run("create");
    try (var _ = site.serve();
        var bench = KeelsonProcess.start("bench", "--config", commands.config().toString())) {
      assertThat(bench.exitCode()).as(bench.output()).isEqualTo(ExitCode.VIOLATION);
      assertThat(bench.output()).contains("cannot be compared", "do: ");
    }
  }

  private KeelsonProcess bench(List<String> before, String... options) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("bench", "--config", site.write(site.yaml()).toString()));
    arguments.addAll(List.of(options));
    return KeelsonProcess.start(before, List.of(), arguments.toArray(String[]::new));
  }

  private static String name(JsonNode row) {
    return row.get("rpc").asString() + " at " + row.get("outstanding").asInt();
  }

  private static void hasBothWays(JsonNode row) {
    assertThat(row.at("/direct/threads").asInt()).isEqualTo(row.get("outstanding").asInt());
    for (String way : List.of("/socket", "/direct")) {
      assertThat(row.at(way + "/calls").asLong()).isPositive();
      assertThat(row.at(way + "/wrong").asLong()).isZero();
      assertThat(row.at(way + "/errors").isEmpty()).isTrue();
      assertThat(row.at(way + "/max_ns").asLong())
          .isGreaterThanOrEqualTo(row.at(way + "/p50_ns").asLong());
    }
  }
}
