package dev.keelson.enrollment.keep;

import java.time.Duration;
import java.time.Instant;

/// How long to wait after failures: twice as long each time, but never more than a tenth of the
/// life that is left. What has no life left is an outage, and is tried at least every 30 s.
final class BackOff {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofMinutes(5);
  private static final Duration MOST_IN_AN_OUTAGE = Duration.ofSeconds(30);
  private static final int MOST_DOUBLINGS = 20;
  private static final int SHARE = 10;

  private int failures;

  /// After one more failure.
  ///
  /// @param end of what is installed; now or before it, when that does not work
  Duration next(Instant now, Instant end) {
    Duration doubled = FIRST.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
    failures++;
    Duration left = Duration.between(now, end);
    if (!left.isPositive()) {
      return shorter(doubled, MOST_IN_AN_OUTAGE);
    }
    Duration most = shorter(MOST, left.dividedBy(SHARE));
    Duration wait = shorter(doubled, most);
    return wait.compareTo(FIRST) < 0 ? FIRST : wait;
  }

  void reset() {
    failures = 0;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
