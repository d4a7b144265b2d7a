package dev.keelson.kek;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyringNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "z9", "prod", "prod-eu-1", "a-----------", "abcdefghijkl"})
  void isOneToTwelveOfItsLetters(String name) {
    assertThat(new KeyringName(name)).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "abcdefghijklm",
        "1a",
        "-a",
        "A",
        "aB",
        "a_b",
        "a.b",
        "a/b",
        "a b",
        " a",
        "a\n",
        "é",
        "aé",
        "а" /* Cyrillic */,
        "a１" /* full width */,
        "a\0"
      })
  void isNothingElse(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KeyringName(name))
        .withMessageContaining("'" + name + "' is not");
  }
}
