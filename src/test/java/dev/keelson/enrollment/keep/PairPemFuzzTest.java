package dev.keelson.enrollment.keep;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Whatever a bundle holds, it is a pair or it is refused, and nothing of it is quoted.
class PairPemFuzzTest {
  @FuzzTest
  void isAPairOrRefused(byte[] bytes) {
    try {
      assertThat(PairPem.parseBundle(bytes).chain()).isNotEmpty();
    } catch (MalformedPairException e) {
      assertThat(e.getMessage()).isNotBlank();
      assertThat(e.getCause()).isNull();
    }
  }
}
