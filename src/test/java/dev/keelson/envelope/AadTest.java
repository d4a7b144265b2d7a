package dev.keelson.envelope;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class AadTest {
  /// `printf 'keelson/envelope\001\001prod/1/0123456789abcdef' | xxd -p`
  private static final String KNOWN =
      "6b65656c736f6e2f656e76656c6f7065"
          + "01"
          + "01"
          + "70726f642f312f30313233343536373839616263646566";

  @Test
  void isTheDomainThenVersionThenSuiteThenKeyId() {
    byte[] aad = Aad.of(Suite.AES_256_GCM, "prod/1/0123456789abcdef");
    assertThat(HexFormat.of().formatHex(aad)).isEqualTo(KNOWN);
  }

  @Test
  void carriesTheNumbersThatTheEnvelopeCarries() {
    byte[] encoded = new Envelope(Suite.AES_256_GCM, new byte[12], new byte[17]).encode();
    byte[] aad = Aad.of(Suite.AES_256_GCM, "");
    assertThat(aad).startsWith("keelson/envelope".getBytes(US_ASCII)).hasSize(18);
    assertThat(aad[16]).as("version").isEqualTo(encoded[0]);
    assertThat(aad[17]).as("suite").isEqualTo(encoded[1]);
  }

  @Test
  void differsForEachKeyId() {
    assertThat(Aad.of(Suite.AES_256_GCM, "prod/1/0123456789abcdef"))
        .isNotEqualTo(Aad.of(Suite.AES_256_GCM, "prod/2/0123456789abcdef"))
        .isNotEqualTo(Aad.of(Suite.AES_256_GCM, "prod/1/0123456789abcdee"));
  }

  @Test
  void differsForEachSuite() {
    var seen =
        Arrays.stream(Suite.values())
            .map(suite -> HexFormat.of().formatHex(Aad.of(suite, "prod/1/0123456789abcdef")));
    assertThat(seen).doesNotHaveDuplicates().hasSize(Suite.values().length);
  }
}
