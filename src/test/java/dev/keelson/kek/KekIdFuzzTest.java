package dev.keelson.kek;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// A key_id comes from the caller. It names nothing, or is the one way to write that name.
class KekIdFuzzTest {
  @FuzzTest
  void namesNothingOrIsWrittenAlike(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    KekId.parse(text).ifPresent(id -> assertThat(id).hasToString(text));
  }
}
