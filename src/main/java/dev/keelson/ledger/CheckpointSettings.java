package dev.keelson.ledger;

import java.time.Duration;

/// When a checkpoint is made.
///
/// @param entries after so many new entries
/// @param time and after so long, if there is any
public record CheckpointSettings(long entries, Duration time) {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(1);

  public static final CheckpointSettings DEFAULT =
      new CheckpointSettings(1000, Duration.ofMinutes(10));

  public CheckpointSettings {
    if (entries < 1) {
      throw new IllegalArgumentException("a checkpoint comes after at least one entry");
    }
    if (time.compareTo(SHORTEST) < 0 || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("checkpoints are 1 second to 1 day apart");
    }
  }

  public CheckpointSettings every(Duration other) {
    return new CheckpointSettings(entries, other);
  }
}
