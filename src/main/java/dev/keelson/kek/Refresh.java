package dev.keelson.kek;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;

/// Lets one caller at a time look for news, and none while the last look is fresh: a stream of
/// unknown names must not become a stream of token calls.
final class Refresh {
  /// A look that may fail.
  interface Look {
    void run() throws KekException;
  }

  private static final Duration FRESH = Duration.ofSeconds(1);

  private final ReentrantLock looking = new ReentrantLock();
  private final InstantSource clock;
  private Instant last;

  Refresh(InstantSource clock) {
    this.clock = clock;
    this.last = clock.instant();
  }

  /// Looks now, whoever looked before.
  void always(Look look) throws KekException {
    looking.lock();
    try {
      look.run();
      last = clock.instant();
    } finally {
      looking.unlock();
    }
  }

  /// Looks unless another has just done so; waits for one who is at it.
  void unlessFresh(Look look) throws KekException {
    Instant asked = clock.instant();
    looking.lock();
    try {
      if (Duration.between(last, asked).abs().compareTo(FRESH) > 0) {
        look.run();
        last = clock.instant();
      }
    } finally {
      looking.unlock();
    }
  }
}
