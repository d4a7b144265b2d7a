package dev.keelson.ledger;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// The one thread that writes: takes what waits, and appends it with one fsync.
final class Scribe implements Runnable {
  private static final int MOST = 512;
  private static final long POLL_MILLIS = 100;

  private final Appender appender;
  private final BlockingQueue<Pending> queue;
  private final Tally tally;
  private final InstantSource clock;
  private final Grouping groups = new Grouping();
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

  void stop() {
    stopping = true;
    var _ = queue.offer(Pending.NOTHING); // a full queue keeps nobody waiting
  }

  @Override
  public void run() {
    try {
      write(List.of(), List.of()); // repairs what a crash left, before anybody asks for an entry
      while (!stopping || !queue.isEmpty()) {
        round();
      }
      write(List.of(), groups.all());
      appender.close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (LedgerException e) {
      tally.failed(e);
    }
  }

  private void round() throws InterruptedException {
    List<Pending> taken = new ArrayList<>();
    Optional.ofNullable(queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS)).ifPresent(taken::add);
    queue.drainTo(taken, MOST);
    taken.remove(Pending.NOTHING);
    List<Pending> single = new ArrayList<>();
    for (Pending one : taken) {
      if (one.deed().deed().mayBeGrouped()) {
        groups.add(one.deed());
      } else {
        single.add(one);
      }
    }
    List<Stamped> due = isTheLast(single) ? groups.all() : groups.due(clock.instant());
    if (!single.isEmpty() || !due.isEmpty()) {
      write(single, due);
    }
  }

  /// After a stop, nothing of this process shall stand.
  private static boolean isTheLast(List<Pending> deeds) {
    return deeds.stream().anyMatch(one -> one.deed().deed().kind() == DeedKind.STOP);
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
