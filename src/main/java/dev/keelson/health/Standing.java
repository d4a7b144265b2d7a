package dev.keelson.health;

/// How a daemon is, in one word.
public enum Standing {
  GOOD,
  /// Serves, but somebody should look.
  DEGRADED,
  /// Does not serve.
  DOWN
}
