package dev.keelson.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileNameTest {
  private static final String LONGEST =
      "a23456789-123456789-123456789-123456789-123456789-123456789-123";

  @ParameterizedTest
  @ValueSource(strings = {"a", "9", "apiserver", "backup-2", "a-", LONGEST})
  void isOneToSixtyThreeOfItsLetters(String name) {
    assertThat(new ProfileName(name)).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        LONGEST + "4",
        "-a",
        "A",
        "a_b",
        "a.b",
        "a/b",
        "a b",
        " a",
        "a\n",
        "é",
        "a\0",
        "a１"
      })
  void isNothingElse(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ProfileName(name))
        .withMessageContaining("'" + name + "' is not");
  }
}
