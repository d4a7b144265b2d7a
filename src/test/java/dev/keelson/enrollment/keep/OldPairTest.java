package dev.keelson.enrollment.keep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.enrollment.keep.Look.Outcome;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OldPairTest extends KeeperCase {
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
}
