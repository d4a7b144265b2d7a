package dev.keelson.ledger;

/// Hears how much of a ledger was looked at.
@FunctionalInterface
public interface LedgerProgress {
  LedgerProgress NONE = (_, _) -> {};

  void looked(long bytes, long total);
}
