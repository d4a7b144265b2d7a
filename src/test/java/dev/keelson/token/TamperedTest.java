package dev.keelson.token;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.health.CanaryHealth;
import dev.keelson.health.Verdict;
import dev.keelson.kek.KekException;
import dev.keelson.kek.Keyring.Sealed;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a forger may send to a real token; whatever it is, the token serves on.
class TamperedTest {
  private static final byte[] SEED = "0123456789abcdef0123456789abcdef".getBytes(US_ASCII);

  @TempDir private Path dir;
  private Served served;
  private Sealed sealed;

  @BeforeEach
  void seal() throws Exception {
    served =
        Serving.open(SoftHsm.in(dir).withToken("keelson", Serving.NOON, "prod"), "keelson", "prod");
    sealed = served.keyring().seal(SEED.clone());
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void envelopesAreRefusedWhicheverBitIsFlipped() throws Exception {
    byte[] good = sealed.ciphertext();
    for (int bit = 0; bit < 8 * good.length; bit++) {
      assertTampered(flipped(good, bit), "bit " + bit);
    }
    assertServesOn();
  }

  @Test
  void envelopesAreRefusedWhereverTheyAreCut() throws Exception {
    byte[] good = sealed.ciphertext();
    for (int length = 0; length < good.length; length++) {
      assertTampered(Arrays.copyOf(good, length), "length " + length);
    }
    assertTampered(Arrays.copyOf(good, good.length + 1), "one byte more");
    assertServesOn();
  }

  @Test
  void keyIdsAreUnknownWhicheverBitIsFlipped() throws Exception {
    byte[] name = sealed.by().toString().getBytes(ISO_8859_1);
    for (int bit = 0; bit < 8 * name.length; bit++) {
      String other = new String(flipped(name, bit), ISO_8859_1);
      assertThatThrownBy(() -> served.keyring().open(other, sealed.ciphertext()))
          .as(other)
          .isInstanceOf(KekException.UnknownKek.class);
    }
    assertServesOn();
  }

  private void assertTampered(byte[] ciphertext, String what) {
    assertThatThrownBy(() -> served.keyring().open(sealed.by().toString(), ciphertext))
        .as(what)
        .isInstanceOf(KekException.Tampered.class);
  }

  private void assertServesOn() throws KekException {
    byte[] opened =
        served.keyring().open(sealed.by().toString(), sealed.ciphertext(), byte[]::clone);
    assertThat(opened).isEqualTo(SEED);
    var health = new CanaryHealth(Duration.ofMinutes(1), () -> Serving.NOON);
    new Canary(served::canary, health, new SecureRandom()).sing();
    assertThat(health.verdict()).isEqualTo(new Verdict.Good());
  }

  private static byte[] flipped(byte[] good, int bit) {
    byte[] bytes = good.clone();
    bytes[bit / 8] ^= (byte) (1 << bit % 8);
    return bytes;
  }
}
