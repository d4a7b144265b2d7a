package dev.keelson.token;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/// Waiting, as a native call waits: an interrupt does not end it.
final class Blocks {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private Blocks() {}

  static void until(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Fails when it does not come true.
  static void untilTrue(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("still not so after " + LONGEST);
      }
      Thread.sleep(1);
    }
  }
}
