package dev.keelson.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PinTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 4, 256})
  void hasOneTo256Bytes(int length) {
    try (var pin = new Pin(SecretBytes.takeOver(digits(length)))) {
      assertThat(pin.revealBytes()).isEqualTo(digits(length));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 257})
  void hasNoOtherLength(int length) {
    byte[] digits = digits(length);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Pin(SecretBytes.takeOver(digits)))
        .withMessage("a PIN has 1 to 256 bytes, not " + length);
    assertThat(digits).as("a refused PIN is zeroed").isEqualTo(new byte[length]);
  }

  @Test
  void isZeroedAndUselessAfterItsClose() {
    byte[] digits = digits(4);
    var pin = new Pin(SecretBytes.takeOver(digits));
    pin.close();
    assertThat(digits).containsOnly(0);
    assertThatIllegalStateException().isThrownBy(pin::revealBytes);
  }

  @Test
  void printsNothingOfItself() {
    try (var pin = new Pin(SecretBytes.takeOver("4711".getBytes(UTF_8)))) {
      assertThat(pin).hasToString("Pin[redacted]");
    }
  }

  @Test
  void isNotAskedForWithoutATerminal() {
    assertThatThrownBy(() -> new PinPrompt("PIN").read())
        .isInstanceOfSatisfying(
            PinUnreadableException.class, e -> assertThat(e.remedy()).contains("token.pin-file"))
        .hasMessage("the PIN is to be typed, but there is no terminal");
  }

  private static byte[] digits(int length) {
    byte[] digits = new byte[length];
    Arrays.fill(digits, (byte) '7');
    return digits;
  }
}
