package dev.keelson.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
  private static final Suite SUITE = Suite.AES_256_GCM;
  private static final int IV_AT = 3;
  private static final int LENGTH_AT = 15;
  private static final int SEALED_AT = 17;

  /// IV 01 02 … 0c, then 48 bytes of which none is 0.
  private static final byte[] GOOD = new Envelope(SUITE, counted(12), counted(48)).encode();

  @Nested
  class AGoodEnvelope {
    @ParameterizedTest
    @ValueSource(ints = {1, 32, 991})
    void comesBackAsItWasWritten(int plaintext) throws Exception {
      byte[] sealed = counted(plaintext + 16);
      Envelope read = Envelope.parse(new Envelope(SUITE, counted(12), sealed).encode());
      assertThat(read.suite()).isEqualTo(SUITE);
      assertThat(read.iv()).isEqualTo(counted(12));
      assertThat(read.sealed()).isEqualTo(sealed);
    }

    @Test
    void hasTheBytesOfTheTable() {
      assertThat(Arrays.copyOf(GOOD, IV_AT)).containsExactly(1, 1, 12);
      assertThat(Arrays.copyOfRange(GOOD, IV_AT, LENGTH_AT)).isEqualTo(counted(12));
      assertThat(Arrays.copyOfRange(GOOD, LENGTH_AT, SEALED_AT)).containsExactly(0, 48);
      assertThat(Arrays.copyOfRange(GOOD, SEALED_AT, GOOD.length)).isEqualTo(counted(48));
    }

    @Test
    void fillsTheLimitOfKmsV2WithTheLongestPlaintext() {
      assertThat(Envelope.maxPlaintext(SUITE)).isEqualTo(991);
      assertThat(new Envelope(SUITE, new byte[12], new byte[991 + 16]).encode()).hasSize(1024);
    }

    @Test
    void keepsItsOwnBytes() {
      byte[] iv = counted(12);
      byte[] sealed = counted(48);
      var envelope = new Envelope(SUITE, iv, sealed);
      Arrays.fill(iv, (byte) 0);
      Arrays.fill(sealed, (byte) 0);
      Arrays.fill(envelope.iv(), (byte) 0);
      Arrays.fill(envelope.sealed(), (byte) 0);
      assertThat(envelope.encode()).isEqualTo(GOOD);
    }
  }

  @Nested
  class PartsThatDoNotFit {
    @ParameterizedTest
    @ValueSource(ints = {0, 11, 13, 16})
    void areAnIvOfAnotherLength(int ivBytes) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Envelope(SUITE, new byte[ivBytes], new byte[48]))
          .withMessage("aes-256-gcm has no IVs of " + ivBytes + " bytes");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, 16})
    void areATagWithNothingBeforeIt(int sealedBytes) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Envelope(SUITE, new byte[12], new byte[sealedBytes]))
          .withMessageContaining("at least one byte");
    }

    @Test
    void areMoreThanTheLimit() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Envelope(SUITE, new byte[12], new byte[991 + 16 + 1]))
          .withMessageContaining("1024");
    }
  }

  @Nested
  class BytesThatAreNotAnEnvelope {
    @Test
    void areEveryBeginningOfOne() {
      for (int length = 0; length < GOOD.length; length++) {
        assertRefused(Arrays.copyOf(GOOD, length), "it ends within its");
      }
    }

    @Test
    void areOneWithAByteAfterItsEnd() {
      assertRefused(Arrays.copyOf(GOOD, GOOD.length + 1), "bytes after its end");
    }

    @ParameterizedTest
    @CsvSource({
      "0, 0, version",
      "0, 2, version",
      "0, 255, version",
      "1, 0, suite",
      "1, 4, suite",
      "1, 3, IV length",
      "1, 255, suite",
      "2, 0, IV length",
      "2, 11, IV length",
      "2, 13, IV length",
      "2, 255, IV length",
    })
    void areOneWithAnotherHeader(int at, int value, String field) {
      assertRefused(with(at, value), field);
    }

    @ParameterizedTest
    @CsvSource({
      "0, 47, bytes after its end",
      "0, 49, ends within its sealed part",
      "1, 48, ends within its sealed part",
      "255, 255, ends within its sealed part",
      "0, 0, bytes after its end",
    })
    void areOneWhoseLengthLies(int high, int low, String why) {
      byte[] lying = with(LENGTH_AT, high);
      lying[LENGTH_AT + 1] = (byte) low;
      assertRefused(lying, why);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16})
    void areOneThatSealsNothing(int sealedBytes) {
      byte[] empty = Arrays.copyOf(GOOD, SEALED_AT + sealedBytes);
      empty[LENGTH_AT + 1] = (byte) sealedBytes;
      assertRefused(empty, "nothing sealed");
    }

    @Test
    void areMoreThan1024() {
      byte[] tooLong = Arrays.copyOf(GOOD, 1025);
      tooLong[LENGTH_AT] = (byte) ((1025 - SEALED_AT) >> 8);
      tooLong[LENGTH_AT + 1] = (byte) (1025 - SEALED_AT);
      assertRefused(tooLong, "longer than 1024 bytes");
    }
  }

  @Nested
  class OneFlippedBit {
    @Test
    void ofTheHeaderOrTheLengthIsRefused() {
      IntStream.concat(IntStream.range(0, IV_AT), IntStream.range(LENGTH_AT, SEALED_AT))
          .flatMap(at -> IntStream.range(8 * at, 8 * at + 8))
          .forEach(bit -> assertRefused(flipped(bit), "not an envelope"));
    }

    @Test
    void elsewhereGivesAnotherEnvelope() throws Exception {
      for (int bit = 0; bit < 8 * GOOD.length; bit++) {
        int at = bit / 8;
        if (at >= SEALED_AT || (at >= IV_AT && at < LENGTH_AT)) {
          byte[] flipped = flipped(bit);
          assertThat(Envelope.parse(flipped).encode()).isEqualTo(flipped).isNotEqualTo(GOOD);
        }
      }
    }
  }

  private static byte[] counted(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i % 255 + 1);
    }
    return bytes;
  }

  private static byte[] with(int at, int value) {
    byte[] changed = GOOD.clone();
    changed[at] = (byte) value;
    return changed;
  }

  private static byte[] flipped(int bit) {
    return with(bit / 8, GOOD[bit / 8] ^ 1 << bit % 8);
  }

  private static void assertRefused(byte[] bytes, String why) {
    assertThatThrownBy(() -> Envelope.parse(bytes))
        .isInstanceOf(MalformedEnvelopeException.class)
        .hasMessageContaining(why);
  }
}
