package dev.keelson.health;

/// What the last canary found.
public sealed interface Verdict {
  /// The active KEK sealed and opened.
  record Good() implements Verdict {}

  /// It did not, and why.
  record Bad(Condition condition) implements Verdict {}
}
