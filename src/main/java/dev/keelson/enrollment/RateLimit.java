package dev.keelson.enrollment;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/// A bucket of requests for each user, kept as the moment when it will be full again (the generic
/// cell rate algorithm, ITU-T I.371 Annex A).
public final class RateLimit {
  /// More users than any host gives rules to; the memory of more would be a caller's to fill.
  static final int MAX_USERS = 1_024;

  private final RateSettings settings;
  private final InstantSource clock;
  private final Map<Long, Instant> fullAt = new HashMap<>();

  /// @param clock that never goes back
  public RateLimit(RateSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /// Takes one request out of the user's bucket. One that is refused costs nothing.
  public synchronized void take(long uid) throws EnrollmentException.TooManyRequests {
    Instant now = clock.instant();
    Instant full = fullAt.getOrDefault(uid, now);
    Instant from = full.isAfter(now) ? full : now;
    Duration owed = Duration.between(now, from);
    if (owed.compareTo(settings.tolerance()) > 0) {
      throw new EnrollmentException.TooManyRequests(uid, owed.minus(settings.tolerance()));
    }
    if (!fullAt.containsKey(uid)) {
      makeRoom(now);
    }
    fullAt.put(uid, from.plus(settings.interval()));
  }

  /// A full bucket is the same as none. If all are in use, the fullest goes: its user gains least.
  private void makeRoom(Instant now) {
    if (fullAt.size() < MAX_USERS) {
      return;
    }
    fullAt.values().removeIf(full -> !full.isAfter(now));
    if (fullAt.size() >= MAX_USERS) {
      fullAt.entrySet().stream()
          .min(Map.Entry.comparingByValue())
          .map(Map.Entry::getKey)
          .ifPresent(fullAt::remove);
    }
  }

  synchronized int users() {
    return fullAt.size();
  }
}
