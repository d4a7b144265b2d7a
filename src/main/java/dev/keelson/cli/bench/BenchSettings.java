package dev.keelson.cli.bench;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.LongFunction;

/// What to measure, for how long.
///
/// @param seconds for what is measured; the warm-up takes about a quarter more
/// @param rate calls per second of an open loop; empty for closed loops
record BenchSettings(int seconds, OptionalInt rate) {
  static final int MAX_SECONDS = 3_600;
  static final int MAX_RATE = 100_000;
  private static final List<Integer> CLOSED = List.of(1, 16, 64);
  private static final List<Integer> OPEN = List.of(64);

  /// Two RPCs on two ways.
  private static final int LAPS = 4;

  private static final int WANTED_ROUNDS = 8;
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMillis(500);

  BenchSettings {
    requireWithin("seconds", seconds, MAX_SECONDS);
    rate.ifPresent(calls -> requireWithin("rate", calls, MAX_RATE));
  }

  /// How many callers; in an open loop, how many there may be at most.
  List<Integer> outstanding() {
    return rate.isPresent() ? OPEN : CLOSED;
  }

  /// Short, so that the machine's other work hits both ways alike, and long beside the start of a
  /// slice.
  Duration slice() {
    Duration even = Duration.ofSeconds(seconds).dividedBy((long) laps() * WANTED_ROUNDS);
    if (even.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return even.compareTo(LONGEST) > 0 ? LONGEST : even;
  }

  /// How often each lap gets a slice.
  int rounds() {
    return (int) Math.max(1, Duration.ofSeconds(seconds).dividedBy(slice().multipliedBy(laps())));
  }

  private int laps() {
    return LAPS * outstanding().size();
  }

  /// The pace of a slice, from its start.
  LongFunction<Pace> pace() {
    Duration length = slice();
    return start ->
        rate.isPresent()
            ? new Pace.Open(start, rate.getAsInt(), length)
            : new Pace.Closed(start + length.toNanos());
  }

  private static void requireWithin(String what, int value, int max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(what + ": 1 to " + max + ", not " + value);
    }
  }
}
