package dev.keelson.kek;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.envelope.Envelope;
import dev.keelson.secret.SecretBytes;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every [Kek] keeps, wherever its key lives.
public abstract class KekContract {
  private static final byte[] SEED = counted(32);

  /// The key under test.
  protected abstract Kek kek();

  /// Another key, of another name.
  protected abstract Kek another();

  @Test
  void opensWhatItSealedUpToTheLongest() throws Exception {
    int longest = Envelope.maxPlaintext(kek().suite());
    for (int length : new int[] {1, 2, 16, 31, 32, 33, longest - 1, longest}) {
      assertThat(opened(kek(), sealed(counted(length)))).isEqualTo(counted(length));
    }
  }

  @Test
  void sealsWithItsSuite() throws Exception {
    Envelope envelope = sealed(SEED);
    assertThat(envelope.suite()).isEqualTo(kek().suite());
    assertThat(envelope.sealed()).hasSize(SEED.length + kek().suite().tagBytes());
  }

  @Test
  void neverMakesTheSameEnvelopeOrIvTwice() throws Exception {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      Envelope envelope = sealed(SEED);
      assertThat(seen.add(Arrays.toString(envelope.iv()))).isTrue();
      assertThat(seen.add(Arrays.toString(envelope.sealed()))).isTrue();
    }
  }

  @Test
  void leavesTheSeedToItsOwner() throws Exception {
    try (var seed = SecretBytes.takeOver(SEED.clone())) {
      kek().seal(seed);
      assertThat(seed.revealBytes()).isEqualTo(SEED);
    }
  }

  @Test
  void refusesAnEnvelopeWithOneBitFlipped() throws Exception {
    Envelope good = sealed(SEED);
    for (int bit = 0; bit < 8 * good.iv().length; bit++) {
      assertTampered(new Envelope(good.suite(), flipped(good.iv(), bit), good.sealed()));
    }
    for (int bit = 0; bit < 8 * good.sealed().length; bit++) {
      assertTampered(new Envelope(good.suite(), good.iv(), flipped(good.sealed(), bit)));
    }
    assertThat(opened(kek(), good)).isEqualTo(SEED);
  }

  @Test
  void refusesAnEnvelopeWithAnEndMissingOrAdded() throws Exception {
    Envelope good = sealed(SEED);
    for (int length = 17; length < good.sealed().length; length++) {
      assertTampered(new Envelope(good.suite(), good.iv(), Arrays.copyOf(good.sealed(), length)));
    }
    assertTampered(
        new Envelope(
            good.suite(), good.iv(), Arrays.copyOf(good.sealed(), good.sealed().length + 1)));
    assertThat(opened(kek(), good)).isEqualTo(SEED);
  }

  @Test
  void refusesWhatAnotherKeySealed() throws Exception {
    Envelope good = sealed(SEED);
    assertThatThrownBy(() -> another().open(good)).isInstanceOf(KekException.Tampered.class);
    assertThat(opened(kek(), good)).isEqualTo(SEED);
  }

  @Test
  void hasANameThatNoOtherKeyHas() {
    assertThat(kek().id()).isNotEqualTo(another().id());
    assertThat(kek().id().fingerprint()).isNotEqualTo(another().id().fingerprint());
  }

  private void assertTampered(Envelope envelope) {
    assertThatThrownBy(() -> kek().open(envelope)).isInstanceOf(KekException.Tampered.class);
  }

  private Envelope sealed(byte[] plaintext) throws KekException {
    try (var seed = SecretBytes.takeOver(plaintext.clone())) {
      return kek().seal(seed);
    }
  }

  private static byte[] opened(Kek kek, Envelope envelope) throws KekException {
    try (var seed = kek.open(envelope)) {
      return seed.revealBytes().clone();
    }
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    bytes[bit / 8] ^= (byte) (1 << bit % 8);
    return bytes;
  }

  private static byte[] counted(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i + 1);
    }
    return bytes;
  }
}
