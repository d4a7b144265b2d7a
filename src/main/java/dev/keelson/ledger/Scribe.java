package dev.keelson.ledger;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The one thread that writes: takes what waits, and appends it with one fsync.
final class Scribe implements Runnable {
  private static final long POLL_MILLIS = 100;

  private final Appender appender;
  private final BlockingQueue<Pending> queue;
  private final Tally tally;
  private final InstantSource clock;
  private final Grouping groups = new Grouping();
  private Batch batch = new Batch();
  private volatile int standing;
  private final Semaphore hurry = new Semaphore(0);
  private boolean busy;
  private volatile boolean stopping;

  Scribe(Appender appender, BlockingQueue<Pending> queue, Tally tally, InstantSource clock) {
    this.appender = appender;
    this.queue = queue;
    this.tally = tally;
    this.clock = clock;
  }

  Head head() {
    return appender.head();
  }

  /// Deeds that are out of the queue and not on the disk.
  int standing() {
    return standing;
  }

  /// Somebody waits for a deed in the queue.
  void hurry() {
    hurry.release();
  }

  void stop() {
    stopping = true;
    var _ = queue.offer(Pending.NOTHING); // a full queue keeps nobody waiting
    hurry();
  }

  @Override
  public void run() {
    try {
      write(List.of(), List.of()); // repairs what a crash left, before anybody asks for an entry
      while (!stopping || !queue.isEmpty()) {
        round();
      }
      writeBatch(groups.all());
      appender.close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (LedgerException e) {
      tally.failed(e);
    }
  }

  private void round() throws InterruptedException {
    List<Pending> taken = taken();
    busy = !taken.isEmpty();
    taken.remove(Pending.NOTHING);
    for (Pending one : taken) {
      if (one.deed().deed().mayBeGrouped()) {
        groups.add(one.deed());
      } else {
        batch.add(one);
      }
    }
    List<Stamped> due = batch.isTheLast() ? groups.all() : groups.due(clock.instant());
    if (!due.isEmpty() || batch.isDue()) {
      writeBatch(due);
    }
    standing = batch.deeds().size();
  }

  /// While deeds keep coming, each that nobody waits for wakes nobody.
  private List<Pending> taken() throws InterruptedException {
    List<Pending> taken = new ArrayList<>();
    if (busy) {
      var _ = hurry.tryAcquire(Batch.LINGER_MILLIS, TimeUnit.MILLISECONDS);
    } else {
      Optional.ofNullable(queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS)).ifPresent(taken::add);
    }
    hurry.drainPermits();
    queue.drainTo(taken, Batch.MOST);
    return taken;
  }

  private void writeBatch(List<Stamped> grouped) {
    List<Pending> single = batch.deeds();
    batch = new Batch();
    write(single, grouped);
  }

  private void write(List<Pending> single, List<Stamped> grouped) {
    List<Stamped> deeds = new ArrayList<>();
    long gap = tally.untold();
    if (gap > 0) {
      Deed lost = Deed.of(DeedKind.GAP, Details.NONE.with(Detail.LOST, gap));
      deeds.add(new Stamped(clock.instant(), lost, 1));
    }
    deeds.addAll(grouped);
    single.forEach(one -> deeds.add(one.deed()));
    long decrypts = grouped.stream().mapToLong(Stamped::count).sum();
    try {
      appender.append(deeds);
      tally.written(single.size() + decrypts, gap);
      single.forEach(Pending::written);
    } catch (LedgerException | RuntimeException e) {
      failed(e);
      tally.lost(decrypts + single.stream().filter(one -> one.done().isEmpty()).count());
      single.forEach(one -> one.failed(e));
    }
  }

  /// A fault of ours must not end the thread either: nobody would write from then on.
  private void failed(Exception why) {
    tally.failed(
        why instanceof LedgerException known
            ? known
            : new LedgerException.Unconfirmed("a fault of Keelson: " + why));
  }
}
