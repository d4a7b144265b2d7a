package dev.keelson.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Whatever comes, the parser refuses it or has read every byte of it.
class EnvelopeFuzzTest {
  private static final long SEED = 20_261_101;
  private static final int ROUNDS = 50_000;
  private static final int MAX_LENGTH = 1_100;

  @Test
  void randomBytesAreRefusedOrReadWhole() {
    var random = new SplittableRandom(SEED);
    int read = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = nearlyAnEnvelope(random);
      read += readsWhole(bytes, round) ? 1 : 0;
    }
    assertThat(read).as("rounds that reached the end of the parser").isBetween(100, ROUNDS - 100);
  }

  private static boolean readsWhole(byte[] bytes, int round) {
    String what = "seed " + SEED + ", round " + round + ": " + HexFormat.of().formatHex(bytes);
    try {
      assertThat(Envelope.parse(bytes).encode()).as(what).isEqualTo(bytes);
      return true;
    } catch (MalformedEnvelopeException e) {
      return false;
    } catch (RuntimeException e) {
      return fail(what, e);
    }
  }

  /// Each field of the header is right in seven of eight rounds, so that the deep checks are met.
  private static byte[] nearlyAnEnvelope(SplittableRandom random) {
    byte[] bytes = new byte[random.nextInt(MAX_LENGTH)];
    random.nextBytes(bytes);
    int sealed = bytes.length - 17;
    byte[] right = {1, 1, 12, (byte) (sealed >> 8), (byte) sealed};
    int[] at = {0, 1, 2, 15, 16};
    for (int i = 0; i < at.length; i++) {
      if (at[i] < bytes.length && random.nextInt(8) > 0) {
        bytes[at[i]] = right[i];
      }
    }
    return bytes;
  }
}
