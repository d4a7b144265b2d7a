package dev.keelson.enrollment.keep;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// When a renewal may be tried, and why the last one failed.
final class Attempts {
  private static final Duration BETWEEN_RENEWALS = Duration.ofSeconds(1);

  /// No wait is longer: a time further away was set by a clock that has since been put back.
  private static final Duration MOST = Duration.ofMinutes(5);

  private final BackOff backOff = new BackOff();
  private Instant soonest = Instant.MIN;
  private Optional<KeepException> failure = Optional.empty();

  boolean isTooSoon(Instant now) {
    return now.isBefore(soonest) && !soonest.isAfter(now.plus(MOST));
  }

  Instant soonest() {
    return soonest;
  }

  /// Of the last try; empty when it went well, or nothing is due any more.
  Optional<KeepException> failure() {
    return failure;
  }

  void succeeded(Instant now) {
    backOff.reset();
    failure = Optional.empty();
    soonest = now.plus(BETWEEN_RENEWALS);
  }

  /// Nothing is due any more: somebody else has renewed it.
  void settled() {
    backOff.reset();
    failure = Optional.empty();
  }

  /// @param end of what is installed; now when that is of no use
  void failed(KeepException why, Instant now, Instant end) {
    failure = Optional.of(why);
    soonest = now.plus(backOff.next(now, end));
  }
}
