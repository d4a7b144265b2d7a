package dev.keelson.ledger;

/// Where deeds are told.
public interface LedgerWriter {
  /// What a writer promises when this returns.
  enum Mode {
    /// The entry is on the disk; else it throws.
    REQUIRE,
    /// Nothing, and at once: what cannot be written is counted in [LedgerHealth].
    BEST_EFFORT
  }

  /// A good decrypt is never waited for, in no mode: it is grouped with its like of the same
  /// second, and written after that.
  void record(Deed deed) throws LedgerException;
}
