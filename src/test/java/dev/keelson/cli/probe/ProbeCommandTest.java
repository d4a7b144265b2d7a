package dev.keelson.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cli.ExitCode;
import dev.keelson.host.UnixAddress;
import io.grpc.Status;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProbeCommandTest {
  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private String socket = "";

  @BeforeEach
  void nameTheSocket() {
    socket = "unix://" + directory.resolve("kms.sock");
  }

  @Nested
  class ExitCodes {
    @Test
    void isZeroForACorrectPlugin() throws Exception {
      try (var _ = PluginServer.at(UnixAddress.parse(socket))) {
        assertThat(run("--socket", socket)).isEqualTo(ExitCode.OK);
      }
      assertThat(err.toString()).isEmpty();
    }

    @Test
    void isOneForABrokenRule() throws Exception {
      try (var _ = PluginServer.at(UnixAddress.parse(socket), brokenHealthz())) {
        assertThat(run("--socket", socket)).isEqualTo(ExitCode.VIOLATION);
      }
    }

    @Test
    void is69WhenNobodyListens() {
      assertThat(run("--socket", socket)).isEqualTo(ExitCode.UNAVAILABLE);
      assertThat(out.toString()).contains("there is no file", "start the plugin");
    }

    @ParameterizedTest
    @CsvSource({
      "--calls, -1, 'calls: 0 to 1000000, not -1'",
      "--calls, 1000001, 'calls: 0 to 1000000'",
      "--outstanding, 0, 'outstanding: 1 to 16384, not 0'",
      "--outstanding, 16385, 'outstanding: 1 to 16384'",
      "--timeout, 3, 'like 500ms or 3s'",
      "--timeout, 0s, 'more than nothing'",
      "--timeout, 11m, 'at most 10m'",
      "-o, yaml, 'output is text or json'",
      "--socket, kms.sock, 'a socket is unix:///path'"
    })
    void isTwoForAWrongArgumentAndSaysWhichAreRight(String option, String value, String says) {
      String[] arguments =
          option.equals("--socket")
              ? new String[] {option, value}
              : new String[] {"--socket", socket, option, value};
      assertThat(run(arguments)).isEqualTo(ExitCode.USAGE);
      assertThat(err.toString()).contains(says);
    }
  }

  @Nested
  class Text {
    @Test
    void hasAnAlignedLineForEachCheckAndTheNumbers() throws Exception {
      try (var _ = PluginServer.at(UnixAddress.parse(socket))) {
        run("--socket", socket, "--calls", "10");
      }
      assertThat(out.toString().lines().limit(Rule.values().length))
          .allMatch(line -> line.matches("(✓|ok  ) [a-z0-9-]+ {2,}.+"));
      assertThat(out.toString())
          .contains(socket + " keeps the contract: 20 passed, 0 failed, 0 skipped")
          .containsPattern("10 calls, 1 outstanding, .* calls/s, 0 wrong, errors none")
          .containsPattern("Encrypt {2}p50 \\d+\\.\\d\\d ms {3}p95 .* p99 .* max ");
    }

    @Test
    void tellsTheRuleAndTheRemedyOfAFailure() throws Exception {
      try (var _ = PluginServer.at(UnixAddress.parse(socket), brokenHealthz())) {
        run("--socket", socket, "--calls", "0");
      }
      assertThat(out.toString())
          .containsPattern("(✗|FAIL) status-healthz +healthz is 'OK', not exactly 'ok'\n")
          .contains("rule: " + Rule.STATUS_HEALTHZ.text(), "do:   " + Rule.STATUS_HEALTHZ.remedy())
          .contains("BREAKS THE CONTRACT");
    }

    @Test
    void hasWordsWhereTheTerminalKnowsNoSigns() {
      assertThat(Marks.of(StandardCharsets.US_ASCII).of(Verdict.FAILED)).isEqualTo("FAIL");
      assertThat(Marks.of(StandardCharsets.UTF_8).of(Verdict.FAILED)).isEqualTo("✗");
    }
  }

  @Nested
  class Json {
    @Test
    void hasTheDocumentedShape() throws Exception {
      try (var _ = PluginServer.at(UnixAddress.parse(socket))) {
        run("--socket", socket, "--calls", "10", "--outstanding", "2", "-o", "json");
      }
      JsonNode root = JsonMapper.shared().readTree(out.toString());
      assertThat(root.propertyNames())
          .containsExactly("format", "socket", "good", "reachable", "checks", "load");
      assertThat(root.get("format").intValue()).isEqualTo(1);
      assertThat(root.get("socket").stringValue()).isEqualTo(socket);
      assertThat(root.get("checks")).hasSize(Rule.values().length);
      assertThat(root.get("checks").get(0).propertyNames())
          .containsExactly("name", "verdict", "seen", "rule");
      JsonNode load = root.get("load");
      assertThat(load.propertyNames())
          .containsExactly(
              "calls",
              "outstanding",
              "elapsed_us",
              "calls_per_second",
              "wrong",
              "errors",
              "encrypt",
              "decrypt");
      assertThat(load.get("encrypt").propertyNames())
          .containsExactly("p50_us", "p95_us", "p99_us", "max_us");
    }

    @Test
    void saysWhatToDoWhenNobodyListens() {
      run("--socket", socket, "-o", "json");
      JsonNode root = JsonMapper.shared().readTree(out.toString());
      assertThat(root.get("good").booleanValue()).isFalse();
      assertThat(root.get("reachable").booleanValue()).isFalse();
      assertThat(root.has("load")).isFalse();
      JsonNode check = root.get("checks").get(0);
      assertThat(check.get("verdict").stringValue()).isEqualTo("failed");
      assertThat(check.get("remedy").stringValue()).startsWith("start the plugin");
    }
  }

  @Test
  void neverTellsASeedThatAPluginPutsIntoItsErrors() throws Exception {
    var seeds = new ConcurrentLinkedQueue<String>();
    var plugin =
        new TwistedPlugin()
            .encrypt((request, honest) -> {
              seeds.add(HexFormat.of().formatHex(request.toByteArray()));
              return honest.answer(request);
            })
            .decrypt((request, honest) -> {
              String opened = HexFormat.of().formatHex(honest.answer(request).toByteArray());
              throw Status.INTERNAL.withDescription("seed " + opened).asException();
            });
    try (var _ = PluginServer.at(UnixAddress.parse(socket), plugin)) {
      assertThat(run("--socket", socket, "--calls", "4")).isEqualTo(ExitCode.VIOLATION);
    }
    assertThat(out.toString()).contains("Decrypt failed with INTERNAL");
    assertThat(seeds).hasSize(4).noneMatch(seed -> (out + "" + err).contains(seed));
  }

  @Test
  void helpTeachesWithExamplesAndExitCodes() {
    assertThat(run("--help")).isEqualTo(ExitCode.OK);
    assertThat(out.toString())
        .contains(
            "keelson probe --socket unix:///run/keelson/kms.sock", "--calls 20000 --outstanding 64")
        .containsPattern("69 +nobody can be reached");
  }

  private static TwistedPlugin brokenHealthz() {
    return new TwistedPlugin()
        .status((request, honest) -> honest.answer(request).toBuilder().setHealthz("OK").build());
  }

  private int run(String... arguments) {
    return new CommandLine(new ProbeCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }
}
