package dev.keelson.ledger;

/// What a line turned out to be, looked at by itself.
sealed interface LineReading {
  /// From 1.
  long number();

  record Good(long number, Entry entry, ChainHash hash) implements LineReading {}

  record Bad(long number, String why) implements LineReading {}

  static LineReading of(RawLine line) {
    try {
      return new Good(line.number(), line.parse(), line.hash());
    } catch (MalformedLineException e) {
      return new Bad(line.number(), String.valueOf(e.getMessage()));
    }
  }
}
