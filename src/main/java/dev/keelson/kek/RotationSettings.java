package dev.keelson.kek;

import java.time.Duration;

/// How a daemon learns of new generations.
///
/// @param poll how often it looks; a rotation waits for two looks at least, so that a new
///   generation opens everywhere before it seals anywhere
public record RotationSettings(Duration poll) {
  public static final RotationSettings DEFAULT = new RotationSettings(Duration.ofSeconds(30));

  public RotationSettings {
    if (poll.compareTo(Duration.ofSeconds(1)) < 0 || poll.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("a poll interval is 1 s to 1 h, not " + poll);
    }
  }

  /// The shortest time from a generation's birth to its activation.
  public Duration shortestNotice() {
    return poll.multipliedBy(2);
  }
}
