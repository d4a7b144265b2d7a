package dev.keelson.token;

import java.time.Duration;

/// How often a real encrypt and decrypt proves the active KEK.
///
/// @param interval shorter than the shortest idle limit of the token's sessions (30 s on a YubiHSM)
public record CanarySettings(Duration interval) {
  public static final CanarySettings DEFAULT = new CanarySettings(Duration.ofSeconds(10));

  /// After this long without an answer of the canary, its last verdict is no longer believed.
  public Duration stale() {
    return interval.multipliedBy(3);
  }

  public CanarySettings {
    if (interval.compareTo(Duration.ofSeconds(1)) < 0
        || interval.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException(
          "a canary's interval is 1 s to 60 s, the API server's own pace, not " + interval);
    }
  }
}
