package dev.keelson.token;

import dev.keelson.cryptoki.TokenInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The token's clock against the host's: the one clock that all hosts of a keyring can see.
public final class TokenClock {
  /// Far beyond what a time service lets a clock be off by, far below a rotation's usual notice.
  private static final Duration TOLERATED = Duration.ofMinutes(1);

  private TokenClock() {}

  /// How far the host is ahead of the token, when that is too far; empty also when the token has no
  /// clock.
  public static Optional<Duration> skew(TokenInfo token, Instant now) {
    return token
        .clock()
        .map(clock -> Duration.between(clock, now))
        .filter(ahead -> ahead.abs().compareTo(TOLERATED) > 0);
  }
}
