package dev.keelson.cli.probe;

/// Hears how far a load is; called from many threads, after each pair.
@FunctionalInterface
public interface Progress {
  Progress NONE = (_, _) -> {};

  void done(int calls, int total);
}
