package dev.keelson.cli.probe;

import java.security.SecureRandom;
import java.util.UUID;

/// Call ids like the API server's: random UUIDs of version 4 (RFC 9562 §5.4).
record Uids(SecureRandom random) {
  private static final long VERSION_MASK = 0xF000L;
  private static final long VERSION_4 = 0x4000L;
  private static final long VARIANT_MASK = 0xC000_0000_0000_0000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  String next() {
    long high = (random.nextLong() & ~VERSION_MASK) | VERSION_4;
    long low = (random.nextLong() & ~VARIANT_MASK) | VARIANT;
    return new UUID(high, low).toString();
  }
}
