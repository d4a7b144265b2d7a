package dev.keelson.enrollment.keep;

import java.time.Instant;
import java.util.Optional;

/// What one look at the files came to.
///
/// @param pair what is installed now
/// @param again when to look next, at the latest
public record Look(
    Outcome outcome,
    State state,
    Optional<Pair> pair,
    Optional<KeepException> failure,
    Instant again) {

  /// What was done.
  public enum Outcome {
    /// Nothing was due.
    KEPT,
    /// A new pair is in the files.
    RENEWED,
    /// Something is due, but it was tried a moment ago.
    WAITING,
    /// The old files are still there.
    FAILED
  }
}
