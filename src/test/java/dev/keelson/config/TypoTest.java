package dev.keelson.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypoTest {
  private static final List<String> NAMES =
      List.of("label", "serial", "pin-file", "pin-prompt", "path", "environment");

  @ParameterizedTest
  @CsvSource({
    "lable, label",
    "seral, serial",
    "pinfile, pin-file",
    "PIN_FILE, pin-file",
    "pin-prmpt, pin-prompt",
    "paths, path",
    "enviroment, environment"
  })
  void findsWhatWasMeant(String typed, String meant) {
    assertThat(Typo.nearest(typed, NAMES)).contains(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "slot", "pin", "password", "env", "paxx"})
  void doesNotGuessWhatIsTooFar(String typed) {
    assertThat(Typo.nearest(typed, NAMES)).isEmpty();
  }
}
