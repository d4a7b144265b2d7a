package dev.keelson.token;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before a token is tried again: longer each time, and never in step with the
/// other hosts that lost it in the same second.
final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(100);

  /// With the spread still below the 2 s in which a token that is back must be served.
  static final Duration MOST = Duration.ofMillis(1_200);

  /// For what a person has to mend: it comes back no sooner for being asked often.
  static final Duration MOST_FOR_A_PERSON = Duration.ofSeconds(5);

  private static final double SPREAD = 0.25;

  private final RandomGenerator random;
  private Duration next = FIRST;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  void reset() {
    next = FIRST;
  }

  /// The wait before the next try after this failure.
  Duration after(TokenException failure) {
    Duration most = failure.mayPass() ? MOST : MOST_FOR_A_PERSON;
    Duration now = next.compareTo(most) < 0 ? next : most;
    next = now.multipliedBy(2);
    return Duration.ofNanos((long) (now.toNanos() * random.nextDouble(1 - SPREAD, 1 + SPREAD)));
  }
}
