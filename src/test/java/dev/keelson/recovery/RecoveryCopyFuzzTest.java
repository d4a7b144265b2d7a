package dev.keelson.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Whatever stands in the annotation, the parser refuses it or has read every byte of it.
class RecoveryCopyFuzzTest {
  @FuzzTest
  void isRefusedOrReadWhole(byte[] bytes) {
    RecoveryCopy copy;
    try {
      copy = RecoveryCopy.parse(bytes);
    } catch (MalformedCopyException _) {
      return;
    }
    assertThat(copy.encode()).isEqualTo(bytes);
  }
}
