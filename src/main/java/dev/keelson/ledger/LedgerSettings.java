package dev.keelson.ledger;

import java.nio.file.Path;
import java.time.Duration;

/// Where a ledger lies and how it is written.
///
/// @param dir `<state-dir>/ledger`
/// @param maxFileBytes after which a new file is begun
/// @param patience how long an append waits for another process, and a caller for the disk
/// @param queue how many deeds may wait
public record LedgerSettings(Path dir, long maxFileBytes, Duration patience, int queue) {
  private static final long DEFAULT_FILE_BYTES = 64L << 20;
  private static final int DEFAULT_QUEUE = 16_384;

  public LedgerSettings {
    if (maxFileBytes < 1 || queue < 1 || patience.isNegative()) {
      throw new IllegalArgumentException("size, queue and patience of a ledger are positive");
    }
  }

  /// The ledger of a daemon with this `state-dir`.
  public static LedgerSettings of(Path stateDir) {
    return in(stateDir.resolve("ledger"));
  }

  public static LedgerSettings in(Path dir) {
    return new LedgerSettings(dir, DEFAULT_FILE_BYTES, Duration.ofSeconds(10), DEFAULT_QUEUE);
  }

  public LedgerSettings withMaxFileBytes(long bytes) {
    return new LedgerSettings(dir, bytes, patience, queue);
  }
}
