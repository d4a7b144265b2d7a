package dev.keelson.console;

import dev.keelson.health.Snapshot;

/// Where the endpoints ask how the daemon is.
public interface Snapshots {
  /// Answered at once, from memory.
  Snapshot now();
}
