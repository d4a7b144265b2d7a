package dev.keelson.enrollment.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

  @Nested
  class ARenewal {
    @Test
    void comesATenthBeforeOrAfterHalfOfTheLife() throws Exception {
      SoftCa ca = SoftCa.named("soft");
      List<Instant> dues = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        X509Certificate leaf = ca.pair(SoftCa.Wish.client(NOW, Duration.ofHours(24))).leaf();
        Instant due = Schedule.due(leaf, NOW, NOW.plus(Duration.ofHours(12)));
        assertThat(Schedule.due(leaf, NOW, NOW.plus(Duration.ofHours(12)))).isEqualTo(due);
        assertThat(due)
            .isBetween(NOW.plus(Duration.ofMinutes(648)), NOW.plus(Duration.ofMinutes(792)));
        dues.add(due);
      }
      assertThat(new HashSet<>(dues)).hasSizeGreaterThan(35);
    }

    @Test
    void ofAFoundCertificateIsAtHalfOfItsLife() throws Exception {
      var wish = SoftCa.Wish.client(NOW, Duration.ofHours(24));
      Instant due = Schedule.due(SoftCa.named("soft").pair(wish).leaf());
      assertThat(due)
          .isBetween(NOW.plus(Duration.ofMinutes(640)), NOW.plus(Duration.ofMinutes(792)));
    }

    @Test
    void isAtHalfOfTheLifeWhenTheIssuersWishMakesNoSense() throws Exception {
      X509Certificate leaf =
          SoftCa.named("soft").pair(SoftCa.Wish.client(NOW, Duration.ofHours(24))).leaf();
      for (Instant wish : List.of(Instant.EPOCH, NOW, NOW.plus(Duration.ofHours(25)))) {
        assertThat(Schedule.due(leaf, NOW, wish))
            .isBetween(NOW.plus(Duration.ofMinutes(648)), NOW.plus(Duration.ofMinutes(792)));
      }
    }

    @Test
    void neverComesWithinASecondOfTheLast() throws Exception {
      X509Certificate leaf =
          SoftCa.named("soft").pair(SoftCa.Wish.client(NOW, Duration.ofSeconds(1))).leaf();
      assertThat(Schedule.due(leaf, NOW, NOW)).isEqualTo(NOW.plusSeconds(1));
    }
  }

  @Nested
  class AfterFailures {
    private final BackOff backOff = new BackOff();

    private Duration last(int failures, Duration left) {
      Duration wait = Duration.ZERO;
      for (int i = 0; i < failures; i++) {
        wait = backOff.next(NOW, NOW.plus(left));
      }
      return wait;
    }

    @Test
    void theWaitDoublesUpToFiveMinutes() {
      assertThat(last(1, Duration.ofDays(1))).isEqualTo(Duration.ofSeconds(1));
      assertThat(last(1, Duration.ofDays(1))).isEqualTo(Duration.ofSeconds(2));
      assertThat(last(100, Duration.ofDays(1))).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void theWaitIsNeverMoreThanATenthOfWhatIsLeft() {
      assertThat(last(100, Duration.ofMinutes(10))).isEqualTo(Duration.ofMinutes(1));
      assertThat(last(1, Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void anOutageIsTriedEveryThirtySecondsAtLeast() {
      assertThat(last(100, Duration.ZERO)).isEqualTo(Duration.ofSeconds(30));
      assertThat(last(1, Duration.ofDays(-7))).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aSuccessBeginsAnew() {
      var _ = last(9, Duration.ofDays(1));
      backOff.reset();
      assertThat(last(1, Duration.ofDays(1))).isEqualTo(Duration.ofSeconds(1));
    }
  }
}
