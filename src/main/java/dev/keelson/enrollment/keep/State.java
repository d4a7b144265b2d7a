package dev.keelson.enrollment.keep;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// How a pair is, by the names of KEP-4317's metrics.
public enum State {
  /// In time, and not long past its renewal.
  FRESH,
  /// In time, but its renewal has not come about for a tenth of its life.
  OVERDUE_FOR_REFRESH,
  /// What is installed is past its end.
  EXPIRED,
  /// There is no pair that works, and none could be had.
  FAILED,
  /// The issuer's rules give this caller no certificate any more.
  DENIED;

  private static final int OVERDUE_SHARE = 10;

  /// @param due when the pair was to be renewed
  /// @param failure of the last try
  static State of(
      Optional<Pair> installed, Instant now, Instant due, Optional<KeepException> failure) {
    boolean denied = failure.isPresent() && failure.get() instanceof KeepException.Denied;
    if (installed.isEmpty()) {
      return denied ? DENIED : FAILED;
    }
    Pair pair = installed.get();
    if (now.isAfter(pair.notAfter())) {
      return EXPIRED;
    }
    if (denied) {
      return DENIED;
    }
    Duration life = Duration.between(pair.notBefore(), pair.notAfter());
    return now.isAfter(due.plus(life.dividedBy(OVERDUE_SHARE))) ? OVERDUE_FOR_REFRESH : FRESH;
  }

  /// The value of the label `state`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
