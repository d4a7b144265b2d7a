package dev.keelson.kek;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Labels come from a token that other programs write to as well. Two of them never name the same
/// generation: what is read is written alike.
class GenerationLabelFuzzTest {
  /// A YubiHSM's labels end here.
  private static final int MAX_BYTES = 40;

  @FuzzTest
  void namesNothingOrIsWrittenAlike(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    GenerationLabel.parse(text)
        .ifPresent(label -> {
          assertThat(label).hasToString(text);
          assertThat(bytes).hasSizeLessThanOrEqualTo(MAX_BYTES);
        });
  }
}
