package dev.keelson.kek;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KekIdTest {
  private static final KeyringName PROD = new KeyringName("prod");
  private static final Fingerprint PRINT = new Fingerprint("0123456789abcdef");

  @Nested
  class AKekId {
    @Test
    void isKeyringGenerationAndFingerprint() {
      assertThat(new KekId(PROD, 7, PRINT)).hasToString("prod/7/0123456789abcdef");
    }

    @Test
    void staysFarBelowTheLimitOfKmsV2() {
      // key_id has at most 1024 bytes (k8s.io/apiserver kmsv2 envelope.go)
      var longest = new KekId(new KeyringName("abcdefghijkl"), 9_999, PRINT);
      assertThat(longest.toString()).hasSize(34);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9_999})
    void hasAGenerationFrom1To9999(int generation) {
      assertThat(new KekId(PROD, generation, PRINT).generation()).isEqualTo(generation);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 10_000, Integer.MAX_VALUE})
    void hasNoOtherGeneration(int generation) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new KekId(PROD, generation, PRINT))
          .withMessage("a generation is 1 to 9999");
    }
  }

  @Nested
  class AFingerprint {
    @Test
    void isTheBeginningOfSha256InHexadecimal() {
      // printf abc | sha256sum | cut -c1-16
      assertThat(Fingerprint.ofKeyedOutput("abc".getBytes(US_ASCII)))
          .hasToString("ba7816bf8f01cfea");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "0123456789abcde",
          "0123456789abcdef0",
          "0123456789ABCDEF",
          "0123456789abcdeg",
          "0123456789abcde\n",
          "٠123456789abcdef"
        })
    void isSixteenLowerCaseDigits(String hex) {
      assertThatIllegalArgumentException().isThrownBy(() -> new Fingerprint(hex));
    }
  }
}
