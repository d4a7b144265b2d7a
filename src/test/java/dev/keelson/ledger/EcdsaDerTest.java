package dev.keelson.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EcdsaDerTest {
  /// By hand, after X.690 §8.3: no more zeros in front than the sign needs.
  @ParameterizedTest
  @CsvSource({
    "1, 2, 3006 020101 020102",
    "0, 0, 3006 020100 020100",
    "80, 7f, 3007 02020080 02017f",
    "ff00, 00ff, 3009 020300ff00 020200ff"
  })
  void isTheTwoNumbersInDer(String r, String s, String der) {
    assertThat(EcdsaDer.of(HexFormat.of().parseHex(padded(r) + padded(s))))
        .isEqualTo(HexFormat.of().parseHex(der.replace(" ", "")));
  }

  @Test
  void ofTheGreatestNumbersHasRoom() {
    byte[] raw = new byte[64];
    Arrays.fill(raw, (byte) 0xff);
    String number = "022100" + "ff".repeat(32);
    assertThat(EcdsaDer.of(raw)).isEqualTo(HexFormat.of().parseHex("3046" + number + number));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 63, 65, 96})
  void isRefusedOfAnotherLength(int length) {
    assertThatThrownBy(() -> EcdsaDer.of(new byte[length]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("this one has " + length);
  }

  private static String padded(String number) {
    return "0".repeat(64 - number.length()) + number;
  }
}
