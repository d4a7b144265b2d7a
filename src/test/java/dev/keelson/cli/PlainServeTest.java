package dev.keelson.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainServeTest {
  @Test
  void isWhatTheUnitSays() {
    assertThat(PlainServe.of("serve", "--config", "/etc/keelson/keelson.yaml"))
        .contains(new PlainServe(Path.of("/etc/keelson/keelson.yaml")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "serve",
        "serve --config",
        "serve --config=FILE",
        "serve -c FILE",
        "serve --config -h",
        "serve --config @FILE",
        "serve --config FILE --force-pin",
        "probe --config FILE"
      })
  void leavesAllOtherWordsToPicocli(String words) {
    assertThat(PlainServe.of(words.split(" "))).isEmpty();
  }

  @Test
  void failsAsTheCommandDoes() {
    assertThat(new PlainServe(Path.of("/nowhere/keelson.yaml")).run())
        .isEqualTo(KeelsonCommand.commandLine().execute("serve", "-c", "/nowhere/keelson.yaml"))
        .isEqualTo(ExitCode.CONFIG);
  }
}
