package dev.keelson.enrollment;

import java.time.Duration;

/// How many certificates one user may ask for.
///
/// @param perHour in the long run
/// @param burst at once, after a time of asking for none
public record RateSettings(int perHour, int burst) {
  public static final int MAX_PER_HOUR = 36_000;
  public static final int MAX_BURST = 10_000;

  /// A host has a handful of clients, and each renews a few times a day; restarts come together.
  public static final RateSettings DEFAULT = new RateSettings(60, 10);

  public RateSettings {
    if (perHour < 1 || perHour > MAX_PER_HOUR) {
      throw new IllegalArgumentException(
          "a user may ask 1 to " + MAX_PER_HOUR + " times in an hour, not " + perHour);
    }
    if (burst < 1 || burst > MAX_BURST) {
      throw new IllegalArgumentException(
          "a user may ask 1 to " + MAX_BURST + " times at once, not " + burst);
    }
  }

  /// What one request costs of the future.
  Duration interval() {
    return Duration.ofHours(1).dividedBy(perHour);
  }

  /// What a user may owe of the future when it asks.
  Duration tolerance() {
    return interval().multipliedBy(burst - 1L);
  }
}
