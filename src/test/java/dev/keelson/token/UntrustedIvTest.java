package dev.keelson.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.faults.Function;
import dev.keelson.kek.KekException;
import dev.keelson.token.KeyringException.IvRepeats;
import dev.keelson.token.KeyringException.IvUnlike;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Tokens whose IVs are not what they should be.
class UntrustedIvTest {
  @TempDir private Path dir;
  private SoftHsm hsm;

  @BeforeEach
  void makeAKeyring() throws Exception {
    hsm = SoftHsm.in(dir).withToken("keelson", Serving.NOON, "prod");
  }

  @Nested
  class ThatRepeat {
    @ParameterizedTest
    @EnumSource(
        value = GcmIv.class,
        names = {"RETURNED", "ZEROED", "APPENDED"})
    void areRefusedAtTheStart(GcmIv way) throws Exception {
      try (var token = HsmIvToken.over(hsm, way)) {
        token.engine().ivs().repeat();
        assertThatThrownBy(token::served)
            .isInstanceOfSatisfying(IvRepeats.class, UntrustedIvTest::sendsToTheConfiguration);
      }
    }
  }

  @Nested
  class OfASoftHsm {
    /// Which seals under the zeros that it is given.
    @Test
    void areRefusedWhenItShouldWriteOverZeros() {
      assertThatThrownBy(() -> Serving.open(hsm, "prod", GcmIv.ZEROED))
          .isInstanceOfSatisfying(IvRepeats.class, UntrustedIvTest::sendsToTheConfiguration);
    }

    /// Which seals under a constant of its own when it is given none, and appends nothing.
    @Test
    void areRefusedWhenItShouldAppendThem() {
      assertThatThrownBy(() -> Serving.open(hsm, "prod", GcmIv.APPENDED))
          .isInstanceOfSatisfying(IvUnlike.class, UntrustedIvTest::sendsToTheConfiguration);
    }
  }

  @Nested
  class MadeInAnotherWayThanConfigured {
    @ParameterizedTest
    @CsvSource({
      "DAEMON, ZEROED",
      "DAEMON, APPENDED",
      "RETURNED, ZEROED",
      "RETURNED, APPENDED",
      "ZEROED, APPENDED",
      "APPENDED, RETURNED",
      "APPENDED, ZEROED"
    })
    void areRefusedAtTheStart(GcmIv configured, GcmIv way) throws Exception {
      try (var token = HsmIvToken.over(hsm, way)) {
        assertThatThrownBy(token.configured(configured)::served)
            .isInstanceOfSatisfying(IvUnlike.class, UntrustedIvTest::sendsToTheConfiguration);
      }
    }

    /// Under which the token opens nothing, as the daemon's IV is not the one it used.
    @Test
    void areNotTakenForTheDaemons() throws Exception {
      try (var token = HsmIvToken.over(hsm, GcmIv.RETURNED)) {
        assertThatThrownBy(token.configured(GcmIv.DAEMON)::served)
            .isInstanceOf(TokenException.DeviceFailed.class);
      }
    }
  }

  @Nested
  class OfAWrongLength {
    @ParameterizedTest
    @EnumSource(
        value = GcmIv.class,
        names = {"RETURNED", "ZEROED", "APPENDED"})
    void areRefusedAtTheStart(GcmIv way) throws Exception {
      try (var token = HsmIvToken.over(hsm, way)) {
        token.engine().ivs().areCutTo(11);
        assertThatThrownBy(token::served)
            .isInstanceOfSatisfying(IvUnlike.class, UntrustedIvTest::sendsToTheConfiguration);
      }
    }

    @ParameterizedTest
    @EnumSource(
        value = GcmIv.class,
        names = {"RETURNED", "ZEROED", "APPENDED"})
    void makeNoEnvelopeLater(GcmIv way) throws Exception {
      try (var token = HsmIvToken.over(hsm, way);
          var served = token.served()) {
        token.engine().ivs().areCutTo(11);
        assertThatThrownBy(() -> TappedKeyring.seal(served))
            .isInstanceOf(KekException.TokenTrouble.class);
        token.engine().ivs().areCutTo(0);
        TappedKeyring.assertOpens(served, TappedKeyring.seal(served));
      }
    }
  }

  @Nested
  class WithAnOutputCutShort {
    @ParameterizedTest
    @EnumSource(
        value = GcmIv.class,
        names = {"RETURNED", "ZEROED", "APPENDED"})
    void makeNoEnvelope(GcmIv way) throws Exception {
      try (var token = HsmIvToken.over(hsm, way);
          var served = token.served()) {
        for (int less : new int[] {1, 4, 16, 28, 37, 100}) {
          var cut = token.engine().on(Function.C_ENCRYPT).truncates(less);
          assertThatThrownBy(() -> TappedKeyring.seal(served))
              .isInstanceOf(KekException.TokenTrouble.class);
          cut.lift();
        }
        TappedKeyring.assertOpens(served, TappedKeyring.seal(served));
      }
    }
  }

  private static void sendsToTheConfiguration(TokenException e) {
    assertThat(e.remedy()).contains("compare module.gcm-iv with the vendor's documents");
    assertThat(e.mayPass()).isFalse();
  }
}
