package dev.keelson.ledger;

import java.time.Instant;
import java.util.Optional;

/// How the writing goes, for a metric and a condition.
///
/// @param written deeds of this process that are on the disk
/// @param lag deeds that wait
/// @param lost deeds that nobody will find in the ledger; a `gap` entry tells of them later
/// @param failing whether the last append failed
/// @param lastFailure also after it was overcome
public record LedgerHealth(
    long written, long lag, long lost, boolean failing, Optional<Failure> lastFailure) {
  /// Why an append failed.
  ///
  /// @param what with the file, for people
  public record Failure(Instant at, String what, String remedy) {}
}
