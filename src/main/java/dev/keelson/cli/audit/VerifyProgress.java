package dev.keelson.cli.audit;

import dev.keelson.cli.probe.Progress;
import dev.keelson.ledger.LedgerProgress;

/// Counts a ledger in MiB: one that takes long has many.
record VerifyProgress(Progress shown) implements LedgerProgress {
  static final String UNIT = "MiB";

  @Override
  public void looked(long bytes, long total) {
    shown.done(mebibytes(bytes), mebibytes(total));
  }

  private static int mebibytes(long bytes) {
    return Math.toIntExact(bytes >> 20);
  }
}
