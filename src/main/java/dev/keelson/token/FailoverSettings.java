package dev.keelson.token;

import java.time.Duration;
import java.util.List;

/// Where a keyring goes on when its token is away.
///
/// @param standby in the order in which they are asked
/// @param handBack how long a token that had failed must have been good before it serves ahead of
///   the others again
public record FailoverSettings(List<TokenPlace> standby, Duration handBack) {
  public static final Duration DEFAULT_HAND_BACK = Duration.ofMinutes(1);
  public static final FailoverSettings NONE = new FailoverSettings(List.of(), DEFAULT_HAND_BACK);

  public FailoverSettings {
    standby = List.copyOf(standby);
    if (handBack.isNegative() || handBack.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "a token is handed back to after 0 s to 24 h, not " + handBack);
    }
  }
}
