package dev.keelson.cli.probe;

/// Hears how far a run is; called from many threads.
@FunctionalInterface
public interface Progress {
  Progress NONE = (_, _) -> {};

  void done(int some, int total);
}
