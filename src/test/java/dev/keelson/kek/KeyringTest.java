package dev.keelson.kek;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.envelope.MalformedEnvelopeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyringTest {
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
  private static final byte[] SEED = "0123456789abcdef0123456789abcdef".getBytes(US_ASCII);
  private static final KeyringName PROD = new KeyringName("prod");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final InMemoryKek retired = InMemoryKek.random("prod", 1);
  private final InMemoryKek active = InMemoryKek.random("prod", 2);
  private final InMemoryKek pending = InMemoryKek.random("prod", 3);
  private final Keyring keyring =
      keyring(
          new Generation(pending, START.plusSeconds(60)),
          new Generation(active, START),
          new Generation(retired, START.minusSeconds(60)));

  @Nested
  class ASealedSeed {
    @Test
    void hasTheCopiesThatWereMadeOfIt() throws Exception {
      var sealed = copying((_, _, seed) -> List.of(new Annotation("a.b", seed.revealBytes())));
      var made = sealed.seal(SEED.clone());
      assertThat(made.annotations().getFirst().name()).isEqualTo("a.b");
      assertThat(made.annotations().getFirst().bytes()).isEqualTo(SEED);
    }

    @Test
    void isCopiedUnderItsKeyIdAndEnvelope() throws Exception {
      var told = new AtomicReference<byte[]>();
      var sealing =
          copying((by, envelope, _) -> {
            assertThat(by).isEqualTo(active.id());
            told.set(envelope);
            return List.of();
          });
      assertThat(sealing.seal(SEED.clone()).ciphertext()).isEqualTo(told.get());
    }

    @Test
    void isRefusedWhenItsCopiesAre() throws Exception {
      var refusing =
          copying((_, _, _) -> {
            throw new KekException.BadSeed(32, 16);
          });
      assertThatThrownBy(() -> refusing.seal(SEED.clone()))
          .isInstanceOf(KekException.BadSeed.class);
    }

    private Keyring copying(Copies copies) throws KekException {
      var made = new Keyring(PROD, () -> List.of(new Generation(active, START)), now::get, copies);
      made.refresh();
      return made;
    }
  }

  @Nested
  class TheActiveGeneration {
    @Test
    void isTheHighestWhoseTimeHasCome() throws Exception {
      assertThat(keyring.active().number()).isEqualTo(2);
      assertThat(keyring.seal(SEED.clone()).by()).isEqualTo(active.id());
    }

    @Test
    void changesOverAtTheSecondOfTheNext() throws Exception {
      now.set(START.plusSeconds(60).minusNanos(1));
      assertThat(keyring.active().id()).isEqualTo(active.id());
      now.set(START.plusSeconds(60));
      assertThat(keyring.active().id()).isEqualTo(pending.id());
      assertThat(keyring.seal(SEED.clone()).by()).isEqualTo(pending.id());
    }

    @Test
    void isTheHigherNumberEvenWhenTheLowerCameLater() {
      var odd =
          keyring(new Generation(active, START.minusSeconds(9)), new Generation(retired, START));
      assertThat(odd.active().id()).isEqualTo(active.id());
    }

    @Test
    void sealsNothingBeforeItIsThere() {
      for (var early : List.of(keyring(new Generation(pending, START.plusNanos(1))), keyring())) {
        assertThat(early.findActive()).isEmpty();
        assertThatIllegalStateException()
            .isThrownBy(early::active)
            .withMessage("keyring prod has no active generation");
        assertThatThrownBy(() -> early.seal(SEED.clone()))
            .isInstanceOf(KekException.TokenTrouble.class)
            .hasMessage("no generation of keyring 'prod' was active on a token yet");
      }
    }

    @Test
    void isFoundByALaterLook() throws Exception {
      var late = new Keyring(PROD, () -> List.of(new Generation(active, START)), now::get);
      assertThat(late.findActive()).isEmpty();
      late.refresh();
      assertThat(late.active().id()).isEqualTo(active.id());
    }

    @Test
    void neverGoesBackWhenTheClockDoes() {
      now.set(START.plusSeconds(60));
      assertThat(keyring.active().id()).isEqualTo(pending.id());
      now.set(START);
      assertThat(keyring.active().id()).isEqualTo(pending.id());
      now.set(START.minus(Duration.ofDays(1)));
      assertThat(keyring.active().id()).isEqualTo(pending.id());
    }
  }

  @Nested
  class ASeed {
    @ParameterizedTest
    @ValueSource(ints = {1, 32, 991})
    void isSealedFromOneByteToTheMostAndZeroed(int length) throws Exception {
      byte[] seed = filled(length);
      var sealed = keyring.seal(seed);
      assertThat(seed).containsOnly(0);
      assertThat(opened(sealed)).isEqualTo(filled(length));
      assertThat(sealed.ciphertext()).hasSizeLessThanOrEqualTo(1024);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 992, 5_000})
    void isRefusedOtherwiseBeforeTheKeyIsAsked(int length) {
      byte[] seed = filled(length);
      assertThatThrownBy(() -> keyring.seal(seed))
          .isInstanceOf(KekException.BadSeed.class)
          .hasMessage("a plaintext has 1 to 991 bytes, this one has " + length);
      assertThat(active.calls()).isZero();
      assertThat(seed).isEqualTo(new byte[length]);
    }

    @Test
    void isLentOnlyForItsUse() throws Exception {
      var sealed = keyring.seal(SEED.clone());
      byte[] kept =
          keyring.open(
              sealed.by().toString(),
              sealed.ciphertext(),
              seed -> {
                assertThat(seed).isEqualTo(SEED);
                return seed;
              });
      assertThat(kept).hasSize(32).containsOnly(0);
    }

    @Test
    void isZeroedWhenItsUseBreaks() throws Exception {
      var sealed = keyring.seal(SEED.clone());
      var kept = new AtomicReference<byte[]>();
      assertThatIllegalStateException()
          .isThrownBy(() ->
              keyring.open(
                  sealed.by().toString(),
                  sealed.ciphertext(),
                  seed -> {
                    kept.set(seed);
                    throw new IllegalStateException("the use broke");
                  }));
      assertThat(kept.get()).hasSize(32).containsOnly(0);
    }
  }

  @Nested
  class AnEnvelope {
    @Test
    void opensLongAfterItsGenerationRetired() throws Exception {
      var sealed = keyring.seal(SEED.clone());
      now.set(START.plus(Duration.ofDays(3650)));
      assertThat(keyring.active().id()).isNotEqualTo(sealed.by());
      assertThat(opened(sealed)).isEqualTo(SEED);
    }

    @Test
    void opensBeforeItsGenerationIsActiveHere() throws Exception {
      var elsewhere = keyring(new Generation(pending, START));
      assertThat(opened(elsewhere.seal(SEED.clone()))).isEqualTo(SEED);
    }

    @Test
    void opensUnderNoOtherKeyOfTheRing() throws Exception {
      var sealed = keyring.seal(SEED.clone());
      assertThatThrownBy(() -> keyring.open(retired.id().toString(), sealed.ciphertext()))
          .isInstanceOf(KekException.Tampered.class);
    }

    @Test
    void isNotOpenedUnderAnUnknownNameNorTheKeyAsked() throws Exception {
      var sealed = keyring.seal(SEED.clone());
      String name = sealed.by().toString();
      int before = asked();
      for (String unknown :
          List.of(
              "",
              name + " ",
              name.replace("/2/", "/4/"),
              name.replace("/2/", "/02/"),
              InMemoryKek.random("prod", 2).id().toString(),
              InMemoryKek.random("test", 2).id().toString())) {
        assertThatThrownBy(() -> keyring.open(unknown, sealed.ciphertext()))
            .as(unknown)
            .isInstanceOf(KekException.UnknownKek.class);
      }
      assertThat(asked()).isEqualTo(before);
    }

    /// The caller's key may well be one of the keyring's.
    @Test
    void isNotCalledUnknownWhileNoTokenWasThere() throws Exception {
      var sealed = keyring.seal(SEED.clone());
      assertThatThrownBy(() -> keyring().open(sealed.by().toString(), sealed.ciphertext()))
          .isInstanceOf(KekException.TokenTrouble.class)
          .hasMessage("no generation of keyring 'prod' was active on a token yet");
    }

    @Test
    void isRefusedWhenMalformedWithoutAskingTheKey() throws Exception {
      var sealed = keyring.seal(SEED.clone());
      int before = asked();
      byte[] cut = Arrays.copyOf(sealed.ciphertext(), 40);
      assertThatThrownBy(() -> keyring.open(sealed.by().toString(), cut))
          .isInstanceOf(KekException.Tampered.class)
          .hasMessage("the ciphertext does not belong to this key_id, or was changed")
          .hasCauseInstanceOf(MalformedEnvelopeException.class);
      assertThat(asked()).isEqualTo(before);
    }
  }

  private Keyring keyring(Generation... generations) {
    var all = List.of(generations);
    return new Keyring(PROD, all, () -> all, now::get);
  }

  private byte[] opened(Keyring.Sealed sealed) throws KekException {
    return keyring.open(sealed.by().toString(), sealed.ciphertext(), byte[]::clone);
  }

  private int asked() {
    return retired.calls() + active.calls() + pending.calls();
  }

  private static byte[] filled(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 7);
    return bytes;
  }
}
