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
/// @param unsigned why there was no checkpoint when one was due; empty since there was one
public record LedgerHealth(
    long written,
    long lag,
    long lost,
    boolean failing,
    Optional<Failure> lastFailure,
    Optional<Failure> unsigned) {
  /// The same, with how its checkpoints fare.
  public LedgerHealth signing(Optional<Failure> trouble) {
    return new LedgerHealth(written, lag, lost, failing, lastFailure, trouble);
  }

  /// Why an append failed.
  ///
  /// @param what with the file, for people
  public record Failure(Instant at, String what, String remedy) {}
}
