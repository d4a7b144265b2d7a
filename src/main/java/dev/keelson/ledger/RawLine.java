package dev.keelson.ledger;

/// A line as it is in a file, which may be anything.
///
/// @param bytes without the newline; of one too long, no more than the beginning
/// @param number from 1
/// @param finished whether a newline ends it
@SuppressWarnings("ArrayRecordComponent") // never compared, never printed
record RawLine(byte[] bytes, long number, boolean finished) {
  Entry parse() throws MalformedLineException {
    if (!finished) {
      throw new MalformedLineException(
          "the line is not finished: it was cut, by a crash or by somebody");
    }
    return Entry.parse(bytes);
  }

  ChainHash hash() {
    return ChainHash.of(bytes);
  }
}
