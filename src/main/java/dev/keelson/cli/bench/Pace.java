package dev.keelson.cli.bench;

import dev.keelson.kms.Contract;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// When the callers ask. Times are those of [System#nanoTime].
sealed interface Pace {
  /// Instead of a time: there is nothing more to ask.
  long OVER = Long.MIN_VALUE;

  /// When the next call starts, or should have; that may be yet to come. For many threads.
  long nextDue();

  /// As [#nextDue], but returns at that time, not before.
  default long nextStart() {
    long due = nextDue();
    if (due != OVER) {
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
    }
    return due;
  }

  /// How many calls were due and will not be made any more.
  long unsent();

  /// Closed loop: whoever was answered asks again at once. While a daemon stalls nobody asks, so
  /// the calls that would have met the stall are missing (coordinated omission).
  record Closed(long end) implements Pace {
    @Override
    public long nextDue() {
      long now = System.nanoTime();
      return now - end < 0 ? now : OVER;
    }

    @Override
    public long unsent() {
      return 0;
    }
  }

  /// Open loop: calls are due at fixed times, whether or not the ones before were answered, and
  /// each is late from then on.
  ///
  /// @param rate calls per second
  /// @param length of the slice; what is still late [#GRACE] after it is left unsent
  record Open(long start, int rate, Duration length, AtomicLong next) implements Pace {
    /// An API server gives up a call that takes this long.
    static final Duration GRACE = Contract.DEFAULT_TIMEOUT;

    Open(long start, int rate, Duration length) {
      this(start, rate, length, new AtomicLong());
    }

    @Override
    public long nextDue() {
      if (System.nanoTime() - start > length.plus(GRACE).toNanos()) {
        return OVER;
      }
      long call = next.getAndIncrement();
      return call < calls() ? start + call * 1_000_000_000L / rate : OVER;
    }

    @Override
    public long unsent() {
      return Math.max(0, calls() - next.get());
    }

    private long calls() {
      return Math.max(1, length.toNanos() * rate / 1_000_000_000L);
    }
  }
}
