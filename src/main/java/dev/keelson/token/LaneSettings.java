package dev.keelson.token;

import dev.keelson.cryptoki.TokenInfo;
import java.time.Duration;

/// How many calls the token works on at once, and what happens to the others.
///
/// @param count lanes, and so PKCS#11 sessions; more than the token can really work on at once only
///   costs memory
/// @param queue calls that may wait for a lane; one more is refused at once
/// @param patience how long a call may take, waiting included, before its caller is told that it is
///   too late; below the API server's own 3 s, so that the answer still arrives
public record LaneSettings(int count, int queue, Duration patience) {
  public static final int MAX_COUNT = 256;
  public static final int MAX_QUEUE = 65_536;
  private static final int OTHER_SESSIONS = 2;

  /// Room for the burst of a restarting API server: 10,000 distinct seeds at once.
  public static final LaneSettings DEFAULT = new LaneSettings(4, 16_384, Duration.ofMillis(2_800));

  public LaneSettings {
    requireWithin("lanes", count, MAX_COUNT);
    requireWithin("queue places", queue, MAX_QUEUE);
    if (!patience.isPositive()) {
      throw new IllegalArgumentException("a lane's patience is longer than nothing");
    }
  }

  /// Sessions that a daemon has: one a lane, the canary's, and the one that keeps the login.
  public int sessions() {
    return count + OTHER_SESSIONS;
  }

  /// No more lanes than a token has sessions for, beside the canary's and the login's.
  LaneSettings within(TokenInfo.Sessions sessions) {
    if (sessions.max() <= 0 || sessions.max() >= sessions()) {
      return this;
    }
    return new LaneSettings((int) Math.max(1, sessions.max() - OTHER_SESSIONS), queue, patience);
  }

  /// One lane apart, for the canary: it has one call under way at a time.
  LaneSettings forCanary() {
    return new LaneSettings(1, 2, patience);
  }

  private static void requireWithin(String what, int value, int max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(what + ": 1 to " + max + ", not " + value);
    }
  }
}
