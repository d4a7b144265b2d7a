package dev.keelson.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.cryptoki.Ck;
import dev.keelson.cryptoki.Cka;
import dev.keelson.cryptoki.Ckr;
import dev.keelson.cryptoki.Fn;
import dev.keelson.cryptoki.Mechanism;
import dev.keelson.cryptoki.Refusals;
import dev.keelson.cryptoki.Template;
import dev.keelson.kek.GenerationState;
import dev.keelson.kek.KekId;
import dev.keelson.token.KekAdmin.Trust;
import dev.keelson.token.KekProof.Written;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a security team does with keys beyond making and destroying them.
class KekCeremonyTest {
  private static final Duration QUARTER = Duration.ofMinutes(15);

  @TempDir private Path dir;
  private SoftHsm hsm;
  private Tap tap;
  private TappedKeyring keyring;

  @BeforeEach
  void makeAKeyring() throws Exception {
    hsm = SoftHsm.in(dir).withToken("keelson", Serving.NOON, "prod");
    tap = Tap.on(hsm.cryptoki());
    keyring = new TappedKeyring(hsm, tap);
  }

  @Nested
  class Verifying {
    @Test
    void provesEveryGenerationAndItsFingerprint() throws Exception {
      try (var admin = keyring.admin()) {
        admin.rotate(Duration.ZERO, Optional.empty());
        admin.rotate(QUARTER, Optional.empty());
        var proofs = admin.verify();
        assertThat(proofs).hasSize(3).allMatch(KekProof::good);
        assertThat(proofs).extracting(KekProof::written).containsOnly(Written.SAME);
        assertThat(proofs)
            .extracting(proof -> proof.entry().state())
            .containsExactly(
                GenerationState.RETIRED, GenerationState.ACTIVE, GenerationState.PENDING);
      }
    }

    @Test
    void seesThatAnotherKeyHasTakenALabel() throws Exception {
      Keys.on(hsm, "keelson")
          .generated(
              Ck.CKM_AES_KEY_GEN,
              KekForm.AES
                  .template(Keys.label("prod", 2, Serving.NOON).toString())
                  .bytes(Cka.CKA_ID, new byte[] {1, 2, 3, 4, 5, 6, 7, 8}));
      try (var admin = keyring.admin()) {
        var proof = admin.verify().getLast();
        assertThat(proof.written()).isEqualTo(Written.DIFFERENT);
        assertThat(proof.fault()).isEmpty();
        assertThat(proof.good()).isFalse();
      }
    }

    @Test
    void acceptsAKeyOnWhichNothingWasWritten() throws Exception {
      Keys.on(hsm, "keelson").generation("prod", 2, Serving.NOON);
      try (var admin = keyring.admin()) {
        assertThat(admin.verify().getLast().written()).isEqualTo(Written.ABSENT);
        assertThat(admin.verify()).allMatch(KekProof::good);
      }
    }

    @Test
    void namesTheKeyThatDoesNotOpen() throws Exception {
      tap.twist(
          "decrypt",
          _ -> {
            throw Refusals.of(Fn.C_DECRYPT, Ckr.CKR_DEVICE_ERROR);
          });
      try (var admin = keyring.admin()) {
        var proof = admin.verify().getFirst();
        assertThat(proof.good()).isFalse();
        assertThat(proof.fault().orElseThrow()).contains("prod/1/", "CKR_DEVICE_ERROR");
      }
    }

    /// As SoftHSM does when it is asked for an IV of its own: one IV, always.
    @Test
    void seesATokenThatIgnoresTheIv() throws Exception {
      for (String function : List.of("encrypt", "decrypt")) {
        tap.twist(
            function,
            call -> {
              if (call.arguments()[1] instanceof Mechanism.AesGcm gcm) {
                call.arguments()[1] = new Mechanism.AesGcm(new byte[12], gcm.aad(), gcm.tagBytes());
              }
              return call.pass();
            });
      }
      try (var admin = keyring.admin()) {
        assertThat(admin.verify().getFirst().fault().orElseThrow())
            .isEqualTo("the token sealed two times with one IV: do not use it");
      }
    }

    @Test
    void tellsOfAnUnfitKeyWhatMakesItSo() throws Exception {
      Keys.on(hsm, "keelson")
          .generated(
              Ck.CKM_AES_KEY_GEN,
              KekForm.AES
                  .template(Keys.label("prod", 2, Serving.NOON).toString())
                  .yes(Cka.CKA_WRAP));
      try (var admin = keyring.admin()) {
        assertThat(admin.verify().getLast().fault()).contains("CKA_WRAP is true, must be false");
      }
    }
  }

  @Nested
  class Hastening {
    @Test
    void bringsThePendingGenerationForward() throws Exception {
      try (var admin = keyring.admin()) {
        KekEntry pending = admin.rotate(QUARTER, Optional.empty());
        KekId id = pending.id().orElseThrow();
        KekEntry sooner = admin.hasten(id, Duration.ofMinutes(1));
        assertThat(sooner.id()).contains(id);
        assertThat(sooner.label().activation()).isEqualTo(Serving.NOON.plusSeconds(60));
        assertThat(admin.hasten(id, Duration.ZERO).state()).isEqualTo(GenerationState.ACTIVE);
        assertThat(admin.list())
            .hasSize(2)
            .first()
            .returns(GenerationState.RETIRED, KekEntry::state);
      }
      try (var served = keyring.served()) {
        assertThat(served.keyring().active().number()).isEqualTo(2);
      }
    }

    @Test
    void changesNothingWhenTheTokenRefuses() throws Exception {
      try (var admin = keyring.admin()) {
        KekEntry pending = admin.rotate(QUARTER, Optional.empty());
        tap.twist(
            "setAttributes",
            _ -> {
              throw Refusals.of(Fn.C_SET_ATTRIBUTE_VALUE, Ckr.CKR_ATTRIBUTE_READ_ONLY);
            });
        assertThatThrownBy(() -> admin.hasten(pending.id().orElseThrow(), Duration.ZERO))
            .isInstanceOf(TokenException.DeviceFailed.class)
            .hasMessageContaining("CKR_ATTRIBUTE_READ_ONLY");
        assertThat(admin.list()).last().isEqualTo(pending);
      }
    }
  }

  @Nested
  class Adopting {
    @Test
    void makesAGoodKeyTheNextGeneration() throws Exception {
      stranger(KekForm.AES.template("ceremony").bytes(Cka.CKA_ID, new byte[] {7}));
      var old = keyring.sealed();
      try (var admin = keyring.admin()) {
        KekEntry adopted = admin.adopt("ceremony", Trust.TOKEN_ONLY, Duration.ZERO);
        assertThat(adopted.label()).isEqualTo(Keys.label("prod", 2, Serving.NOON));
        assertThat(adopted.state()).isEqualTo(GenerationState.ACTIVE);
        assertThat(adopted.nature().ckaId()).isEqualTo("07");
      }
      try (var served = keyring.served()) {
        assertThat(served.keyring().active().number()).isEqualTo(2);
        TappedKeyring.assertOpens(served, old);
        TappedKeyring.assertOpens(served, TappedKeyring.seal(served));
      }
    }

    @Test
    void refusesAKeyThatIsNoKek() throws Exception {
      stranger(KekForm.AES.template("ceremony").yes(Cka.CKA_WRAP).yes(Cka.CKA_EXTRACTABLE));
      assertRefused(KeyringException.UnsafeKey.class, "key ceremony", "CKA_EXTRACTABLE is true");
    }

    @Test
    void refusesAKeyThatWasBroughtInUnlessThatWasMeant() throws Throwable {
      Keys.on(hsm, "keelson").known("ceremony", new byte[32]);
      assertRefused(
          KeyringException.DoubtfulKey.class, "may have been outside it", "CKA_LOCAL is false");
      try (var admin = keyring.admin()) {
        KekEntry adopted = admin.adopt("ceremony", Trust.CEREMONY, QUARTER);
        assertThat(adopted.state()).isEqualTo(GenerationState.PENDING);
        assertThat(adopted.doubts())
            .containsExactly(
                "CKA_ALWAYS_SENSITIVE is false",
                "CKA_NEVER_EXTRACTABLE is false",
                "CKA_LOCAL is false");
      }
    }

    @Test
    void refusesALabelThatNoKeyHasOrTwo() throws Exception {
      assertRefused(KeyringException.NotOneKey.class, "0 secret keys", "'ceremony'");
      stranger(KekForm.AES.template("ceremony").bytes(Cka.CKA_ID, new byte[] {1}));
      stranger(KekForm.AES.template("ceremony").bytes(Cka.CKA_ID, new byte[] {2}));
      assertRefused(KeyringException.NotOneKey.class, "2 secret keys", "CKA_ID 01 and CKA_ID 02");
    }

    private void stranger(Template template) throws TokenException {
      Keys.on(hsm, "keelson").generated(Ck.CKM_AES_KEY_GEN, template);
    }

    private void assertRefused(Class<? extends TokenException> how, String... parts)
        throws Exception {
      try (var admin = keyring.admin()) {
        assertThatThrownBy(() -> admin.refuseUnlessAdoptable("ceremony", Trust.TOKEN_ONLY))
            .isInstanceOf(how)
            .hasMessageContainingAll(parts);
        assertThatThrownBy(() -> admin.adopt("ceremony", Trust.TOKEN_ONLY, QUARTER))
            .isInstanceOf(how);
        assertThat(admin.list()).hasSize(1);
      }
      assertThat(tap.calls("setAttributes")).isEmpty();
    }
  }

  @Nested
  class UnfinishedKeys {
    @Test
    void areShownAndDestroyedAndNothingElseIs() throws Exception {
      var old = keyring.sealed();
      var keys = Keys.on(hsm, "keelson");
      keys.generated(Ck.CKM_AES_KEY_GEN, KekForm.AES.template("keelson-new/prod/2"));
      keys.generated(Ck.CKM_AES_KEY_GEN, KekForm.AES.template("keelson-new/prod/2"));
      keys.generated(Ck.CKM_AES_KEY_GEN, KekForm.AES.template("keelson-new/prod-2/2"));
      try (var admin = keyring.admin()) {
        var unfinished = new UnfinishedKey("keelson-new/prod/2", 2);
        assertThat(admin.unfinished()).containsExactly(unfinished);
        admin.discard(unfinished, "a test");
        assertThat(admin.unfinished()).isEmpty();
        assertThat(tap.calls("destroyObject")).hasSize(2);
      }
      try (var served = keyring.served()) {
        TappedKeyring.assertOpens(served, old);
      }
    }
  }

  @Test
  void aKeyringEndsWithTheLastNumberThatALabelHasRoomFor() throws Exception {
    Keys.on(hsm, "keelson").generation("prod", KekId.MAX_GENERATION, Serving.NOON);
    try (var admin = keyring.admin()) {
      assertThatThrownBy(() -> admin.rotate(QUARTER, Optional.empty()))
          .isInstanceOf(KeyringException.KeyringFull.class)
          .hasMessageContaining("generation 9999");
      assertThat(tap.calls("generateKey")).isEmpty();
    }
  }

  @Test
  void twoGenerationsOfOneCkaIdAreRefusedWithBothNamed() throws Exception {
    var keys = Keys.on(hsm, "keelson");
    for (int number : List.of(2, 3)) {
      keys.generated(
          Ck.CKM_AES_KEY_GEN,
          KekForm.AES
              .template(Keys.label("prod", number, Serving.NOON).toString())
              .bytes(Cka.CKA_ID, new byte[] {(byte) 0xAB}));
    }
    assertThatThrownBy(keyring::served)
        .isInstanceOf(KeyringException.DuplicateKeys.class)
        .hasMessageContainingAll(
            "have the CKA_ID ab: prod/2/", "label keelson/prod/2/", " and prod/3/", "CKA_ID ab)");
  }
}
