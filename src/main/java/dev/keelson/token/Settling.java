package dev.keelson.token;

import java.time.Instant;

/// Whether a token may serve ahead of others: one that failed must be good for a while first, so
/// that callers are not handed to and fro.
final class Settling {
  private final CareSettings care;
  private volatile Instant from = Instant.MIN;

  Settling(CareSettings care) {
    this.care = care;
  }

  void failed() {
    from = Instant.MAX;
  }

  /// The first time after a failure counts.
  void good() {
    if (from.equals(Instant.MAX)) {
      from = care.uptime().instant().plus(care.handBack());
    }
  }

  boolean isSettled() {
    return !care.uptime().instant().isBefore(from);
  }
}
