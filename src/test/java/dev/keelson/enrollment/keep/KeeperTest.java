package dev.keelson.enrollment.keep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cli.cert.IssuerSocket;
import dev.keelson.enrollment.keep.Look.Outcome;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// On an issuer whose clock, too, is the test's.
@Timeout(60)
class KeeperTest {
  private static final Access PRIVATE =
      new Access(Optional.empty(), Optional.empty(), PosixFilePermissions.fromString("rw-------"));

  @TempDir private Path dir;
  private final List<Preflight.Old> asked = new ArrayList<>();
  private Instant now = InstantSource.system().instant();
  private Optional<KeepException> preflight = Optional.empty();
  private int changes;
  private SoftCa ca;
  private SoftIssuer issuer;

  @BeforeEach
  void start() throws Exception {
    ca = SoftCa.named("soft");
    issuer = SoftIssuer.at(dir.resolve("s"), ca, () -> now);
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  private Path bundle() {
    return dir.resolve("etcd.pem");
  }

  private Keeper keeper() {
    return keeper("kube-apiserver");
  }

  private Keeper keeper(String profile) {
    var outputs =
        new Outputs(List.of(new Place.Bundle(new Target(bundle(), PRIVATE))), Optional.empty());
    var order = new Order(profile, outputs, this::tried, () -> changes++);
    return new Keeper(
        order, new IssuerSocket(issuer.address()), () -> now, new java.security.SecureRandom());
  }

  private void tried(Pair pair, Preflight.Old old) throws KeepException {
    asked.add(old);
    if (preflight.isPresent()) {
      throw preflight.get();
    }
  }

  private Pair installed() throws Exception {
    return PairPem.parseBundle(Files.readAllBytes(bundle()));
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

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
  class KeepsTheOldPair {
    private Pair old;
    private Keeper keeper;

    @BeforeEach
    void makeDue() throws Exception {
      keeper = keeper();
      keeper.look();
      old = installed();
      pass(Duration.ofHours(14));
    }

    private Look failing() throws Exception {
      Look look = keeper.look();
      assertThat(look.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(installed().leaf()).isEqualTo(old.leaf());
      assertThat(changes).isEqualTo(1);
      return look;
    }

    @Test
    void whenTheIssuerIsAwayAndTriesAgainLater() throws Exception {
      issuer.close();
      Look look = failing();
      assertThat(look.failure().orElseThrow()).isInstanceOf(KeepException.IssuerAway.class);
      assertThat(look.again()).isBetween(now.plusSeconds(1), now.plusSeconds(2));
      assertThat(keeper.look().outcome()).isEqualTo(Outcome.WAITING);
      pass(Duration.ofSeconds(2));
      assertThat(keeper.look().outcome()).isEqualTo(Outcome.FAILED);
      issuer = SoftIssuer.at(dir.resolve("s"), ca, () -> now);
      pass(Duration.ofSeconds(3));
      assertThat(keeper.look().outcome()).isEqualTo(Outcome.RENEWED);
    }

    @Test
    void whenTheRulesDenyIt() throws Exception {
      issuer.refuse(Optional.of(Status.PERMISSION_DENIED.withDescription("uid 7\nhas no rule")));
      Look look = failing();
      assertThat(look.failure().orElseThrow())
          .isInstanceOf(KeepException.Denied.class)
          .hasMessageContaining("uid 7?has no rule");
      assertThat(look.state()).isEqualTo(State.DENIED);
    }

    @Test
    void whenEtcdRefusesTheNewOne() throws Exception {
      preflight = Optional.of(new KeepException.EtcdRefused("no", "do"));
      pass(Duration.ofHours(2));
      assertThat(failing().state()).isEqualTo(State.OVERDUE_FOR_REFRESH);
    }

    @Test
    void whenEtcdRefusesTheNewOneAndAsksForAnotherAfterAWhile() throws Exception {
      preflight = Optional.of(new KeepException.EtcdRefused("no", "do"));
      failing();
      pass(Duration.ofMinutes(4));
      failing();
      assertThat(issuer.issued()).isEqualTo(2);
      pass(Duration.ofMinutes(2));
      failing();
      assertThat(issuer.issued()).isEqualTo(3);
    }

    @Test
    void whenEtcdIsAwayAndTriesTheSameNewOneAgain() throws Exception {
      preflight = Optional.of(new KeepException.EtcdAway("no", "do"));
      failing();
      pass(Duration.ofSeconds(10));
      failing();
      assertThat(issuer.issued()).isEqualTo(2);
      preflight = Optional.empty();
      pass(Duration.ofSeconds(10));
      assertThat(keeper.look().outcome()).isEqualTo(Outcome.RENEWED);
      assertThat(issuer.issued()).isEqualTo(2);
    }

    @Test
    void whenOthersCanWriteToItsDirectory() throws Exception {
      Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxrwxrwx"));
      Look look = failing();
      assertThat(look.failure().orElseThrow())
          .isInstanceOf(KeepException.Unwritable.class)
          .hasMessageContaining("others can write");
      assertThat(look.failure().orElseThrow().remedy()).contains("chmod go-w " + dir);
    }

    @Test
    void whenItHasBecomeALink() throws Exception {
      Files.move(bundle(), dir.resolve("elsewhere"));
      Files.createSymbolicLink(bundle(), dir.resolve("elsewhere"));
      assertThat(failing().failure().orElseThrow()).hasMessageContaining("is a link");
      assertThat(Files.isSymbolicLink(bundle())).isTrue();
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
