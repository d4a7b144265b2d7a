package dev.keelson.ledger;

import java.util.List;

/// What came of looking at every line.
///
/// @param first the sequence of the first entry looked at; 0 when there is none
/// @param last of the last one
/// @param checkpoints how many were compared with the entries, in the ledger and kept elsewhere
/// @param signatures how many of them were signed by a given key
/// @param violations in the order of the files
public record Verification(
    long first, long last, long checkpoints, long signatures, List<Violation> violations) {
  public Verification {
    violations = List.copyOf(violations);
  }

  public boolean good() {
    return violations.isEmpty();
  }
}
