package dev.keelson.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Whatever comes, the parser refuses it or has read every byte of it.
class EnvelopeFuzzTest {
  @FuzzTest
  void isRefusedOrReadWhole(byte[] bytes) {
    Envelope envelope;
    try {
      envelope = Envelope.parse(bytes);
    } catch (MalformedEnvelopeException _) {
      return;
    }
    assertThat(envelope.encode()).isEqualTo(bytes);
  }
}
