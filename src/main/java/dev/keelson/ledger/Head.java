package dev.keelson.ledger;

/// Where a ledger ends: how many entries it has, and the hash of the last line.
public record Head(long size, ChainHash hash) {
  static final Head EMPTY = new Head(0, ChainHash.ZERO);
}
