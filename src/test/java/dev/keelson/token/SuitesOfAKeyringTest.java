package dev.keelson.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.cryptoki.Ck;
import dev.keelson.envelope.Suite;
import dev.keelson.kek.Generation;
import dev.keelson.kek.KekException;
import dev.keelson.kek.KekId;
import dev.keelson.kek.Keyring.Sealed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Keyrings on tokens that make the IVs of AES-GCM, emulated.
class SuitesOfAKeyringTest {
  private static final Optional<Suite> HMAC = Optional.of(Suite.HMAC_KDF_AES_256_GCM);
  private static final Optional<Suite> HSM_IV = Optional.of(Suite.AES_256_GCM_HSM_IV);
  private static final Optional<Suite> AES = Optional.of(Suite.AES_256_GCM);

  @TempDir private Path dir;

  @Nested
  class AKeyOfATokenThatMakesTheIv {
    @ParameterizedTest
    @EnumSource(
        value = GcmIv.class,
        names = {"RETURNED", "ZEROED", "APPENDED"})
    void isNamedByACmac(GcmIv way) throws Exception {
      try (var token = HsmIvToken.in(dir, way)) {
        KekEntry made = created(token, HSM_IV);
        assertThat(made.nature().suite()).isEqualTo(Suite.AES_256_GCM_HSM_IV);
        assertThat(made.nature().fingerprint()).isEqualTo(FingerprintSource.CMAC);
        assertThat(made.nature().ckaId())
            .isEqualTo(made.id().orElseThrow().fingerprint().toString());
        assertIsServedUnderItsName(token, made);
      }
    }

    @Test
    void isNamedByItsCheckValueAndCkaIdWhereThereIsNoCmac() throws Exception {
      try (var token = HsmIvToken.in(dir, GcmIv.ZEROED)) {
        token.engine().hideMechanism(Ck.CKM_AES_CMAC);
        KekEntry made = created(token, Optional.empty());
        assertThat(made.nature().fingerprint()).isEqualTo(FingerprintSource.CHECK_VALUE);
        KekEntry next = rotated(token, Optional.empty());
        assertThat(next.nature().fingerprint()).isEqualTo(FingerprintSource.CHECK_VALUE);
        assertThat(next.nature().ckaId()).hasSize(16).isNotEqualTo(made.nature().ckaId());
        assertThat(next.id().orElseThrow().fingerprint())
            .isNotEqualTo(made.id().orElseThrow().fingerprint());
        assertIsServedUnderItsName(token, next);
      }
    }

    /// What the token can do is no property of the key: with a newer firmware it would get another
    /// name.
    @Test
    void keepsItsNameWhenTheTokenLearnsCmacs() throws Exception {
      try (var token = HsmIvToken.in(dir, GcmIv.RETURNED)) {
        token.engine().hideMechanism(Ck.CKM_AES_CMAC);
        KekEntry made = created(token, HSM_IV);
        token.engine().hideMechanism(0);
        assertIsServedUnderItsName(token, made);
      }
    }

    @Test
    void isNotMadeForIvsOfTheDaemon() throws Exception {
      try (var token = HsmIvToken.in(dir, GcmIv.APPENDED);
          var admin = token.admin()) {
        assertThatThrownBy(() -> admin.create(AES))
            .isInstanceOf(KeyringException.SuiteNotServed.class)
            .hasMessageContaining("module.gcm-iv is appended");
        assertThat(admin.list()).isEmpty();
      }
    }

    @Test
    void isProvedByAnAdministratorAsItIsServed() throws Exception {
      try (var token = HsmIvToken.in(dir, GcmIv.APPENDED)) {
        created(token, HSM_IV);
        assertThat(proved(token)).containsExactly(Optional.empty());
        token.engine().ivs().repeat();
        assertThat(proved(token).getFirst())
            .hasValueSatisfying(fault -> assertThat(fault).contains("two times with one IV"));
        token.engine().ivs().areCutTo(12);
        assertThat(proved(token).getFirst())
            .hasValueSatisfying(fault -> assertThat(fault).contains("module.gcm-iv: appended"));
      }
    }
  }

  @Nested
  class GenerationsOfDifferentSuites {
    @ParameterizedTest
    @EnumSource(
        value = GcmIv.class,
        names = {"RETURNED", "ZEROED", "APPENDED"})
    void serveSideBySide(GcmIv way) throws Exception {
      try (var token = HsmIvToken.in(dir, way)) {
        created(token, HMAC);
        Sealed byHmac = sealed(token);
        rotated(token, HSM_IV);
        Sealed byHsmIv = sealed(token);
        rotated(token, HMAC);
        Sealed byHmacAgain = sealed(token);
        assertThat(List.of(byHmac, byHsmIv, byHmacAgain))
            .extracting(one -> one.envelope().suite())
            .containsExactly(HMAC.get(), HSM_IV.get(), HMAC.get());
        try (var served = token.served()) {
          for (Sealed one : List.of(byHmac, byHsmIv, byHmacAgain)) {
            TappedKeyring.assertOpens(served, one);
          }
        }
      }
    }

    @Test
    void areEachMadeAsTheOneBeforeUnlessToldOtherwise() throws Exception {
      try (var token = HsmIvToken.in(dir, GcmIv.RETURNED)) {
        created(token, HMAC);
        assertThat(rotated(token, Optional.empty()).nature().suite()).isEqualTo(HMAC.get());
        assertThat(rotated(token, HSM_IV).nature().suite()).isEqualTo(HSM_IV.get());
        assertThat(rotated(token, Optional.empty()).nature().suite()).isEqualTo(HSM_IV.get());
      }
    }

    @Test
    void areFoundByADaemonThatRuns() throws Exception {
      try (var token = HsmIvToken.in(dir, GcmIv.DAEMON);
          var served = servedWith(token, HMAC)) {
        Sealed byHmac = TappedKeyring.seal(served);
        var label = Keys.label("prod", 2, Serving.NOON);
        Keys.on(SoftHsm.in(dir), "keelson").generation(label, KekForm.AES);
        served.keyring().refresh();
        assertThat(TappedKeyring.seal(served).envelope().suite()).isEqualTo(AES.get());
        TappedKeyring.assertOpens(served, byHmac);
      }
    }

    private Served servedWith(HsmIvToken token, Optional<Suite> suite) throws Exception {
      created(token, suite);
      return token.served();
    }
  }

  @Nested
  class ChangingTheConfigurationUnderAKeyring {
    @Test
    void givesItsAesKeysOtherNamesSoThatNothingOldOpens() throws Exception {
      try (var token = HsmIvToken.in(dir, GcmIv.DAEMON)) {
        created(token, AES);
        Sealed before = sealed(token);
        var changed = token.configured(GcmIv.RETURNED);
        try (var served = changed.served()) {
          KekId now = served.keyring().active().id();
          assertThat(now.generation()).isEqualTo(before.by().generation());
          assertThat(now).isNotEqualTo(before.by());
          assertThatThrownBy(() -> TappedKeyring.assertOpens(served, before))
              .isInstanceOf(KekException.UnknownKek.class);
        }
        assertOpensAgain(token, before);
      }
    }

    @Test
    void betweenWaysOfATokenThatMakesTheIvChangesNoName() throws Exception {
      try (var token = HsmIvToken.in(dir, GcmIv.ZEROED)) {
        created(token, HSM_IV);
        Sealed before = sealed(token);
        token.engine().ivs().are(GcmIv.APPENDED);
        var updated = token.configured(GcmIv.APPENDED);
        assertThat(sealed(updated).by()).isEqualTo(before.by());
        assertOpensAgain(updated, before);
      }
    }

    @Test
    void leavesHmacKeysAlone() throws Exception {
      try (var token = HsmIvToken.in(dir, GcmIv.DAEMON)) {
        created(token, HMAC);
        Sealed before = sealed(token);
        assertOpensAgain(token.configured(GcmIv.APPENDED), before);
      }
    }
  }

  private static KekEntry created(HsmIvToken token, Optional<Suite> suite) throws Exception {
    try (var admin = token.admin()) {
      return admin.create(suite);
    }
  }

  private static KekEntry rotated(HsmIvToken token, Optional<Suite> suite) throws Exception {
    try (var admin = token.admin()) {
      return admin.rotate(Duration.ZERO, suite);
    }
  }

  private static List<Optional<String>> proved(HsmIvToken token) throws Exception {
    try (var admin = token.admin()) {
      return admin.verify().stream().map(KekProof::fault).toList();
    }
  }

  private static Sealed sealed(HsmIvToken token) throws Exception {
    try (var served = token.served()) {
      return TappedKeyring.seal(served);
    }
  }

  private static void assertOpensAgain(HsmIvToken token, Sealed sealed) throws Exception {
    try (var served = token.served()) {
      TappedKeyring.assertOpens(served, sealed);
    }
  }

  private static void assertIsServedUnderItsName(HsmIvToken token, KekEntry made) throws Exception {
    try (var served = token.served()) {
      assertThat(served.keyring().active())
          .extracting(Generation::id)
          .isEqualTo(made.id().orElseThrow());
      Sealed sealed = TappedKeyring.seal(served);
      assertThat(sealed.by()).isEqualTo(made.id().orElseThrow());
      TappedKeyring.assertOpens(served, sealed);
    }
  }
}
