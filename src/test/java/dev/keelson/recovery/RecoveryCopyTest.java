package dev.keelson.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecoveryCopyTest {
  @ParameterizedTest
  @ValueSource(ints = {384, 385, 512, 1024})
  void isReadAsItWasWritten(int length) throws Exception {
    byte[] bytes = copy(1, length);
    assertThat(RecoveryCopy.parse(bytes).encode()).isEqualTo(bytes);
    assertThat(RecoveryCopy.parse(bytes).ciphertext())
        .isEqualTo(Arrays.copyOfRange(bytes, 1, bytes.length));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 383, 1025, 32_768})
  void isRefusedOfALengthThatNoRecipientMakes(int length) {
    assertRefused(copy(1, length), "a length that no recipient's key makes");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 255})
  void isRefusedOfAnotherVersion(int version) {
    assertRefused(copy(version, 384), "a version this program does not know");
  }

  @Test
  void isRefusedWithoutAByte() {
    assertRefused(new byte[0], "no bytes at all");
  }

  @Test
  void isNotMadeOfALengthThatCouldNotBeRead() {
    assertThatIllegalArgumentException().isThrownBy(() -> new RecoveryCopy(new byte[383]));
    assertThatIllegalArgumentException().isThrownBy(() -> new RecoveryCopy(new byte[1025]));
  }

  private static void assertRefused(byte[] bytes, String why) {
    assertThatExceptionOfType(MalformedCopyException.class)
        .isThrownBy(() -> RecoveryCopy.parse(bytes))
        .withMessage(why);
  }

  private static byte[] copy(int version, int length) {
    byte[] bytes = new byte[1 + length];
    Arrays.fill(bytes, (byte) 0xa5);
    bytes[0] = (byte) version;
    return bytes;
  }
}
