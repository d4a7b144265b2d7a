package dev.keelson.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CanaryHealthTest {
  private static final Duration STALE = Duration.ofSeconds(30);
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
  private static final Verdict BAD = new Verdict.Bad(new Condition("it is gone", "plug it in"));

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final CanaryHealth health = new CanaryHealth(STALE, now::get);

  @Test
  void isBadBeforeTheFirstCanary() {
    assertThat(what()).isEqualTo("the token was not tried yet");
  }

  @Test
  void saysHowLongItHasWaitedForTheFirstCanary() {
    passes(STALE.plusSeconds(1));
    assertThat(what()).isEqualTo("the token has not answered the canary for 31 s");
  }

  @Test
  void givesTheLastVerdict() {
    health.report(new Verdict.Good());
    assertThat(health.verdict()).isEqualTo(new Verdict.Good());
    health.report(BAD);
    assertThat(health.verdict()).isEqualTo(BAD);
    health.report(new Verdict.Good());
    assertThat(health.verdict()).isEqualTo(new Verdict.Good());
  }

  @Test
  void believesAVerdictToTheEndOfItsTime() {
    health.report(new Verdict.Good());
    passes(STALE);
    assertThat(health.verdict()).isEqualTo(new Verdict.Good());
  }

  @Test
  void doesNotBelieveAGoodVerdictThatIsStale() {
    health.report(new Verdict.Good());
    passes(STALE.plusNanos(1));
    assertThat(what()).isEqualTo("the token has not answered the canary for 30 s");
  }

  @Test
  void countsFromTheLastReportNotTheFirst() {
    health.report(new Verdict.Good());
    passes(Duration.ofSeconds(20));
    health.report(new Verdict.Good());
    passes(Duration.ofSeconds(20));
    assertThat(health.verdict()).isEqualTo(new Verdict.Good());
  }

  @Test
  void tellsOfSilenceRatherThanAnOldFault() {
    health.report(BAD);
    passes(Duration.ofMinutes(5));
    assertThat(what()).isEqualTo("the token has not answered the canary for 300 s");
  }

  private void passes(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  private String what() {
    assertThat(health.verdict()).isInstanceOf(Verdict.Bad.class);
    return ((Verdict.Bad) health.verdict()).condition().what();
  }
}
