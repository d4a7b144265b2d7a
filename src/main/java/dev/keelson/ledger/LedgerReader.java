package dev.keelson.ledger;

import java.util.function.Predicate;

/// Who looks into the ledger, and cannot write.
public interface LedgerReader {
  /// Shows the entries from this one on, in their order, until there are no more or the visitor
  /// says false. It believes the lines: [LedgerVerifier] is who does not.
  void read(long from, Predicate<Entry> visitor) throws LedgerException;

  /// How many entries there are; the sequence of the last.
  long size() throws LedgerException;
}
