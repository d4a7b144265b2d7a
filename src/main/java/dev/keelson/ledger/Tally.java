package dev.keelson.ledger;

import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts what was written and what was lost. Logs when writing begins to fail and when it works
/// again, not each time.
final class Tally {
  private static final Logger LOG = LoggerFactory.getLogger(FileLedger.class);

  private final InstantSource clock;
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong told = new AtomicLong();
  private volatile boolean failing;
  private volatile Optional<LedgerHealth.Failure> last = Optional.empty();

  Tally(InstantSource clock) {
    this.clock = clock;
  }

  void lost(long deeds) {
    lost.addAndGet(deeds);
  }

  /// Lost ones of which the ledger does not tell yet.
  long untold() {
    return lost.get() - told.get();
  }

  void written(long deeds, long gap) {
    written.addAndGet(deeds);
    told.addAndGet(gap);
    if (failing) {
      failing = false;
      LOG.info("ledger=written lost={}", lost.get());
    }
  }

  void failed(LedgerException why) {
    last =
        Optional.of(
            new LedgerHealth.Failure(
                clock.instant(), String.valueOf(why.getMessage()), why.remedy()));
    if (!failing) {
      failing = true;
      LOG.error("ledger=failing what=\"{}\" do=\"{}\"", why.getMessage(), why.remedy());
    }
  }

  LedgerHealth health(long lag) {
    return new LedgerHealth(written.get(), lag, lost.get(), failing, last, Optional.empty());
  }
}
