package dev.keelson.cli.cert;

import dev.keelson.enrollment.keep.KeepLoop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Lets time pass as the host does. A sleep does not count while the host sleeps (CLOCK_MONOTONIC),
/// so none is long: the wall clock is read again soon.
record WallClock(InstantSource clock) implements KeepLoop.Pause {
  private static final Duration MOST = Duration.ofSeconds(30);
  private static final Duration LEAST = Duration.ofMillis(20);

  @Override
  public void until(Instant time) throws InterruptedException {
    Duration left = Duration.between(clock.instant(), time);
    Thread.sleep(left.compareTo(LEAST) < 0 ? LEAST : left.compareTo(MOST) > 0 ? MOST : left);
  }
}
