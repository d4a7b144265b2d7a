package dev.keelson.tpm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.token.SwTpm;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a real software TPM tells of the wrong PINs that it has counted.
class TpmTest {
  private static final Duration USUAL = Duration.ofSeconds(1000);

  @TempDir private Path dir;

  @Test
  void countsUpToTheLimitAndIsLockedThen() throws Exception {
    try (var swtpm = SwTpm.in(dir).withToken("keelson").withHmacKey("keelson", "a-key")) {
      var tpm = new Tpm(swtpm.tcti());
      assertThat(tpm.dictionaryAttack()).contains(new DictionaryAttack(0, 3, USUAL, false));
      for (int wrong = 1; wrong <= 3; wrong++) {
        swtpm.tries("keelson", "not-the-pin");
        var now = tpm.dictionaryAttack().orElseThrow();
        assertThat(now).isEqualTo(new DictionaryAttack(wrong, 3, USUAL, wrong == 3));
        assertThat(now.oneTryLeft()).isEqualTo(wrong == 2);
      }
      swtpm.tool("tpm2_dictionarylockout", "--clear-lockout");
      assertThat(tpm.dictionaryAttack()).contains(new DictionaryAttack(0, 3, USUAL, false));
    }
  }

  @Test
  void leavesNothingInTheTpm() throws Exception {
    try (var swtpm = SwTpm.in(dir)) {
      for (int i = 0; i < 20; i++) {
        assertThat(new Tpm(swtpm.tcti()).dictionaryAttack()).isPresent();
      }
      assertThat(swtpm.tool("tpm2_getcap", "handles-loaded-session")).isEmpty();
    }
  }

  @Test
  void tellsNothingWhenItIsNotReached() throws Exception {
    String tcti;
    try (var swtpm = SwTpm.in(dir)) {
      tcti = swtpm.tcti();
    }
    assertThat(new Tpm(tcti).dictionaryAttack()).isEmpty();
    assertThat(new Tpm("device:" + dir.resolve("no-such-device")).dictionaryAttack()).isEmpty();
    assertThat(new Tpm("no-such-way:").dictionaryAttack()).isEmpty();
  }

  /// A whole good answer with one property, and every way to shorten or change its frame.
  @Test
  void isNotBelievedWhenItsAnswerIsNoWholeOne() {
    byte[] good =
        ByteBuffer.allocate(27)
            .putShort((short) 0x8001)
            .putInt(27)
            .putInt(0)
            .put((byte) 0)
            .putInt(6)
            .putInt(1)
            .putInt(0x20E)
            .putInt(0xFFFFFFFF)
            .array();
    assertThat(TpmProperties.parse(good)).contains(Map.of(0x20E, 0xFFFFFFFFL));
    for (int length = 0; length < good.length; length++) {
      assertThat(TpmProperties.parse(Arrays.copyOf(good, length))).isEmpty();
    }
    assertThat(TpmProperties.parse(Arrays.copyOf(good, 28))).isEmpty();
    for (int at : new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18}) {
      byte[] changed = good.clone();
      changed[at] ^= (byte) 0x80;
      assertThat(TpmProperties.parse(changed)).as("byte " + at).isEmpty();
    }
  }

  @Test
  void isNotJudgedByHalfOfWhatItTells() {
    assertThat(DictionaryAttack.of(Map.of(0x200, 0L, 0x20E, 0L, 0x20F, 3L))).isEmpty();
    assertThat(DictionaryAttack.of(Map.of(0x200, 0L, 0x20E, 0L, 0x20F, 0L, 0x210, 0L)))
        .hasValueSatisfying(count -> assertThat(count.oneTryLeft()).isFalse());
  }
}
