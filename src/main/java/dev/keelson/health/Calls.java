package dev.keelson.health;

import java.time.Duration;

/// Hears of each call that a door has answered.
public interface Calls {
  /// Must return at once.
  ///
  /// @param code how it ended, by the name that gRPC has for it
  void answered(String method, String code, Duration took);
}
