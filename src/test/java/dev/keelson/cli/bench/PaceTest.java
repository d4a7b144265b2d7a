package dev.keelson.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Duration FOREVER = Duration.ofHours(1);

  @Nested
  class AClosedLoop {
    @Test
    void startsACallAtOnce() {
      long before = System.nanoTime();
      long start = new Pace.Closed(before + FOREVER.toNanos()).nextStart();
      assertThat(start).isBetween(before, System.nanoTime());
    }

    @Test
    void isOverAtItsEnd() {
      assertThat(new Pace.Closed(System.nanoTime()).nextStart()).isEqualTo(Pace.OVER);
    }
  }

  @Nested
  class AnOpenLoop {
    @Test
    void givesEachCallItsTimeHoweverLateItIsAskedFor() {
      long start = System.nanoTime() - Duration.ofMillis(500).toNanos();
      var pace = new Pace.Open(start, 10, FOREVER);
      assertThat(pace.nextStart() - start).isZero();
      assertThat(pace.nextStart() - start).isEqualTo(100_000_000);
      assertThat(pace.nextStart() - start).isEqualTo(200_000_000);
    }

    @Test
    void doesNotStartACallBeforeItsTime() {
      var pace = new Pace.Open(System.nanoTime(), 50, FOREVER);
      pace.nextStart();
      long due = pace.nextStart();
      assertThat(System.nanoTime() - due).isNotNegative();
    }

    @Test
    void isOverAfterItsLastCall() {
      var pace = new Pace.Open(System.nanoTime(), 1_000, Duration.ofMillis(2));
      pace.nextStart();
      pace.nextStart();
      assertThat(pace.nextStart()).isEqualTo(Pace.OVER);
      assertThat(pace.unsent()).isZero();
    }

    @Test
    void tellsWhatItNeverSentWhenTheCallersAreTooSlow() {
      long longAgo = System.nanoTime() - Duration.ofSeconds(10).toNanos();
      var pace = new Pace.Open(longAgo, 100, Duration.ofSeconds(1));
      assertThat(pace.nextStart()).isEqualTo(Pace.OVER);
      assertThat(pace.unsent()).isEqualTo(100);
    }
  }
}
