package dev.keelson.enrollment.keep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.enrollment.keep.Look.Outcome;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KeeperTest extends KeeperCase {
  @Nested
  class Renews {
    @Test
    void whatIsMissing() throws Exception {
      Look look = keeper().look();
      assertThat(look.outcome()).isEqualTo(Outcome.RENEWED);
      assertThat(look.state()).isEqualTo(State.FRESH);
      assertThat(installed().matches()).isTrue();
      assertThat(installed().chain()).hasSize(2);
      assertThat(Files.getPosixFilePermissions(bundle())).isEqualTo(PRIVATE.mode());
      assertThat(asked).containsExactly(Preflight.Old.USELESS);
    }

    @Test
    void atHalfOfTheLifeAndWithAnotherKey() throws Exception {
      var keeper = keeper();
      assertThat(keeper.look().outcome()).isEqualTo(Outcome.RENEWED);
      Pair first = installed();
      pass(Duration.ofHours(10));
      assertThat(keeper.look().outcome()).isEqualTo(Outcome.KEPT);
      assertThat(installed().leaf()).isEqualTo(first.leaf());
      pass(Duration.ofHours(4));
      assertThat(keeper.look().outcome()).isEqualTo(Outcome.RENEWED);
      assertThat(installed().leaf().getPublicKey()).isNotEqualTo(first.leaf().getPublicKey());
      assertThat(asked).containsExactly(Preflight.Old.USELESS, Preflight.Old.WORKS);
      assertThat(changes).isEqualTo(2);
    }

    @Test
    void whatHasExpired() throws Exception {
      keeper().look();
      pass(Duration.ofDays(3));
      assertThat(keeper().look().outcome()).isEqualTo(Outcome.RENEWED);
      assertThat(asked).containsExactly(Preflight.Old.USELESS, Preflight.Old.USELESS);
    }

    @Test
    void whatIsNoPem() throws Exception {
      Files.writeString(bundle(), "-----BEGIN PRIVATE KEY-----\nnonsense");
      assertThat(keeper().look().outcome()).isEqualTo(Outcome.RENEWED);
    }

    @Test
    void aCertificateOfAnotherKey() throws Exception {
      Pair one = ca.pair(SoftCa.Wish.client(now, Duration.ofHours(24)));
      Pair other = ca.pair(SoftCa.Wish.client(now, Duration.ofHours(24)));
      Files.write(bundle(), PairPem.bundle(new Pair(one.key(), other.chain())));
      assertThat(keeper().look().outcome()).isEqualTo(Outcome.RENEWED);
    }

    @Test
    void aGoodPairOfAnotherCa() throws Exception {
      Pair foreign = SoftCa.named("kubeadm").pair(SoftCa.Wish.client(now, Duration.ofDays(365)));
      Files.write(bundle(), PairPem.bundle(foreign));
      Files.setPosixFilePermissions(bundle(), PRIVATE.mode());
      assertThat(keeper().look().outcome()).isEqualTo(Outcome.RENEWED);
    }

    @Test
    void aKeyThatOthersCouldRead() throws Exception {
      keeper().look();
      Files.setPosixFilePermissions(bundle(), PosixFilePermissions.fromString("rw-r--r--"));
      assertThat(keeper().look().outcome()).isEqualTo(Outcome.RENEWED);
      assertThat(Files.getPosixFilePermissions(bundle())).isEqualTo(PRIVATE.mode());
    }

    @Test
    void afterTheClockWasPutBackBeforeTheCertificate() throws Exception {
      var keeper = keeper();
      keeper.look();
      pass(Duration.ofDays(-2));
      assertThat(keeper.look().outcome()).isEqualTo(Outcome.RENEWED);
    }

    @Test
    void nothingThatIsFreshInAnotherProcess() throws Exception {
      keeper().look();
      var before = Files.getLastModifiedTime(bundle());
      assertThat(keeper().look().outcome()).isEqualTo(Outcome.KEPT);
      assertThat(Files.getLastModifiedTime(bundle())).isEqualTo(before);
      assertThat(issuer.issued()).isEqualTo(1);
    }
  }

  @Nested
  class InstallsNoPair {
    private KeepException unfit(SoftIssuer.Twist twist) throws Exception {
      issuer.twist(twist);
      Look look = keeper().look();
      assertThat(look.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(look.state()).isEqualTo(State.FAILED);
      assertThat(bundle()).doesNotExist();
      assertThat(asked).isEmpty();
      return look.failure().orElseThrow();
    }

    @Test
    void thatIsNotForClients() throws Exception {
      assertThat(unfit((_, wish) -> wish.forUsage(KeyPurposeId.id_kp_serverAuth)))
          .isInstanceOf(KeepException.Unfit.class)
          .hasMessageContaining("not for TLS clients");
    }

    @Test
    void thatHasNotBegun() throws Exception {
      assertThat(
              unfit(
                  (_, _) -> SoftCa.Wish.client(now.plus(Duration.ofHours(2)), Duration.ofHours(3))))
          .hasMessageContaining("begins at");
    }

    @Test
    void thatIsOver() throws Exception {
      assertThat(unfit((_, _) -> SoftCa.Wish.client(now.minusSeconds(60), Duration.ofSeconds(9))))
          .hasMessageContaining("ended at");
    }

    @Test
    void whoseNameBreaksAConstraintOfItsCa() throws Exception {
      assertThat(
              unfit((_, wish) ->
                  new SoftCa.Wish(wish.cn(), "10.1.2.3", wish.from(), wish.to(), wish.usage())))
          .hasMessageContaining("does not lead to the root");
    }

    @Test
    void ofAProfileThatIsNotThere() throws Exception {
      Look look = keeper("typo").look();
      assertThat(look.failure().orElseThrow())
          .isInstanceOf(KeepException.IssuerFailed.class)
          .hasMessageContaining("no such profile");
    }
  }
}
