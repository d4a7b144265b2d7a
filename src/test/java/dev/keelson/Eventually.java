package dev.keelson;

import java.time.Duration;
import java.util.concurrent.Callable;

/// Waiting for what another thread or process brings about.
public final class Eventually {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Eventually() {}

  /// Fails when it does not come true, on a machine that others use too.
  public static void until(Callable<Boolean> seen) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!seen.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("it was not seen within " + PATIENCE);
      }
      Thread.sleep(5);
    }
  }
}
