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
          "20cbf217aa58da357ffdf8d465d1474d46205f79c31f3b577a67b29d9d058343",
          "v1-aes-256-gcm-hsm-iv-12.txt",
          "daeee6b4081e9b32c7c5f17a3902eea413225064c6b413ade76b8c7d8f0bd241",
          "v1-aes-256-gcm-hsm-iv-16.txt",
          "75ee093975aca9ca24c00f90f5023f4e32861820b5daacbba8485827d9f96b0f",
          "v1-hmac-kdf-aes-256-gcm-longest.txt",
          "2345d4d3b93dc0d5bc9fede3454102ef46358d9f0283355945530b0029e63fcf",
          "v1-hmac-kdf-aes-256-gcm-seed.txt",
          "6e077c5078aa783e3639750711b4c940b20182c4bae862c64ee7f63ee9c1d74c");

  static List<GoldenEnvelope> golden() {
    return GoldenEnvelope.all();
  }

  static List<GoldenEnvelope> sealedByTheirKey() {
    return golden().stream().filter(one -> !one.toString().contains("hmac-kdf")).toList();
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
    assertThat(golden.toString()).startsWith("v1-" + envelope.suite());
    assertThat(envelope.iv()).isEqualTo(golden.iv());
    assertThat(new Envelope(envelope.suite(), envelope.iv(), envelope.sealed()).encode())
        .isEqualTo(golden.envelope());
  }

  @ParameterizedTest
  @MethodSource("sealedByTheirKey")
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
