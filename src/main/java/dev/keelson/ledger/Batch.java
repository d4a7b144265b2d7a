package dev.keelson.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Deeds that go to the disk together. One that nobody waits for may stand for a moment, so that
/// more of them share an fsync.
final class Batch {
  static final long LINGER_MILLIS = 20;
  static final int MOST = 512;

  private final List<Pending> deeds = new ArrayList<>();
  private long since;
  private boolean urgent;
  private boolean last;

  void add(Pending one) {
    if (deeds.isEmpty()) {
      since = System.nanoTime();
    }
    deeds.add(one);
    last |= one.deed().deed().kind() == DeedKind.STOP;
    urgent |= last || one.done().isPresent();
  }

  List<Pending> deeds() {
    return deeds;
  }

  boolean isDue() {
    return urgent
        || deeds.size() >= MOST
        || (!deeds.isEmpty()
            && System.nanoTime() - since >= TimeUnit.MILLISECONDS.toNanos(LINGER_MILLIS));
  }

  /// After a stop, nothing of this process shall stand.
  boolean isTheLast() {
    return last;
  }
}
