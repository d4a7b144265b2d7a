package dev.keelson.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Envelopes of the past open for ever.
class GoldenEnvelopesTest {
  /// SHA-256 of each golden file. A line is added with a new file; none is ever changed, because
  /// what an operator has in etcd does not change either.
  private static final Map<String, String> FILES =
      Map.of(
          "v1-aes-256-gcm-longest.txt",
          "5ec90b755daf8a88801f656b94c44c224a35bb32a74f9205c2195a899c8cfc68",
          "v1-aes-256-gcm-one-byte.txt",
          "55fe7becebd29b9df10bb9b61009a93645425e222064dbc53b8fcbc81e420258",
          "v1-aes-256-gcm-seed.txt",
          "20cbf217aa58da357ffdf8d465d1474d46205f79c31f3b577a67b29d9d058343");

  static List<GoldenEnvelope> golden() {
    return GoldenEnvelope.all();
  }

  @Test
  void areNeverChangedOnlyAddedTo() throws Exception {
    Map<String, String> seen = new TreeMap<>();
    for (GoldenEnvelope golden : golden()) {
      seen.put(golden.toString(), sha256(Files.readAllBytes(golden.file())));
    }
    assertThat(seen).isEqualTo(FILES);
  }

  @ParameterizedTest
  @MethodSource("golden")
  void areReadAndWrittenAlike(GoldenEnvelope golden) throws Exception {
    Envelope envelope = Envelope.parse(golden.envelope());
    assertThat(envelope.suite()).isEqualTo(Suite.AES_256_GCM);
    assertThat(envelope.iv()).isEqualTo(golden.iv());
    assertThat(new Envelope(envelope.suite(), envelope.iv(), envelope.sealed()).encode())
        .isEqualTo(golden.envelope());
  }

  @ParameterizedTest
  @MethodSource("golden")
  void openWithTheJdksOwnAesGcm(GoldenEnvelope golden) throws Exception {
    Envelope envelope = Envelope.parse(golden.envelope());
    byte[] aad = Aad.of(envelope.suite(), golden.keyId());
    assertThat(new JdkGcm(golden.key()).open(envelope.iv(), aad, envelope.sealed()))
        .isEqualTo(golden.plaintext());
  }

  private static String sha256(byte[] content) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }
}
