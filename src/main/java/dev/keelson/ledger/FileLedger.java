package dev.keelson.ledger;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The ledger in its files. One thread writes; who asks for the disk's word waits for it, together
/// with all who came meanwhile.
///
/// It opens whatever state the disk is in, for the daemon has to start on a full one: the first
/// failure shows at the first deed, or in [#health()].
public final class FileLedger implements AutoCloseable {
  private final LedgerSettings settings;
  private final InstantSource clock;
  private final BlockingQueue<Pending> queue;
  private final Tally tally;
  private final Scribe scribe;
  private final Thread thread;
  private volatile boolean closed;

  private FileLedger(LedgerSettings settings, Disk disk, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.queue = new LinkedBlockingQueue<>(settings.queue());
    this.tally = new Tally(clock);
    this.scribe = new Scribe(new Appender(settings, disk, clock), queue, tally, clock);
    this.thread = Thread.ofPlatform().name("keelson-ledger").daemon().unstarted(scribe);
  }

  public static FileLedger open(LedgerSettings settings, InstantSource clock) {
    return open(settings, Disk::write, clock);
  }

  static FileLedger open(LedgerSettings settings, Disk disk, InstantSource clock) {
    var ledger = new FileLedger(settings, disk, clock);
    ledger.thread.start();
    return ledger;
  }

  public LedgerWriter writer(LedgerWriter.Mode mode) {
    return switch (mode) {
      case REQUIRE -> this::require;
      case BEST_EFFORT -> this::bestEffort;
    };
  }

  public LedgerHealth health() {
    return tally.health(queue.size() + scribe.standing());
  }

  /// Where it ended at this process's last append.
  public Head head() {
    return scribe.head();
  }

  Instant now() {
    return clock.instant();
  }

  Path dir() {
    return settings.dir();
  }

  private void require(Deed deed) throws LedgerException {
    if (deed.mayBeGrouped()) {
      bestEffort(deed);
      return;
    }
    var pending = Pending.awaited(stamped(deed));
    try {
      if (closed) {
        throw new LedgerException.Closed();
      }
      if (!queue.offer(pending, settings.patience().toNanos(), TimeUnit.NANOSECONDS)) {
        throw new LedgerException.Unconfirmed("too many wait for the disk");
      }
      scribe.hurry();
      pending.done().orElseThrow().get(settings.patience().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new LedgerException.Unconfirmed("the thread was interrupted");
    } catch (TimeoutException _) {
      throw new LedgerException.Unconfirmed("the disk takes too long");
    } catch (ExecutionException e) {
      throw failure(e);
    }
  }

  private void bestEffort(Deed deed) {
    if (closed || !queue.offer(new Pending(stamped(deed), Optional.empty()))) {
      tally.lost(1);
    }
  }

  private Stamped stamped(Deed deed) {
    return new Stamped(clock.instant(), deed, 1);
  }

  private static LedgerException failure(ExecutionException failed) {
    return switch (failed.getCause()) {
      case LedgerException e -> e;
      case null, default -> throw new IllegalStateException("the ledger's thread failed", failed);
    };
  }

  /// Writes what waits, groups too; afterwards no deed is taken.
  @Override
  public void close() {
    closed = true;
    scribe.stop();
    try {
      thread.join(settings.patience().multipliedBy(2));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
