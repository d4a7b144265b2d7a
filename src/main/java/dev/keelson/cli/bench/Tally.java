package dev.keelson.cli.bench;

import dev.keelson.cli.probe.Latency;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;

/// Counts the calls of one kind, over all slices.
final class Tally {
  /// The code of calls that were due, and that the callers did not come to.
  static final String NOT_SENT_IN_TIME = "NOT_SENT_IN_TIME";

  private static final long LONGEST = Duration.ofMinutes(1).toNanos();
  private static final int DIGITS = 3;

  private final ConcurrentHistogram times = new ConcurrentHistogram(LONGEST, DIGITS);
  private final AtomicLong wrong = new AtomicLong();
  private final Map<String, Long> errors = new ConcurrentHashMap<>();
  private Duration elapsed = Duration.ZERO;
  private Optional<Duration> cpu = Optional.of(Duration.ZERO);

  void answered(long nanos) {
    times.recordValue(Math.clamp(nanos, 1, LONGEST));
  }

  void wrong() {
    wrong.incrementAndGet();
  }

  void failed(String code) {
    failed(code, 1);
  }

  void failed(String code, long calls) {
    if (calls > 0) {
      errors.merge(code, calls, Long::sum);
    }
  }

  /// After each slice, by the one thread that directs them.
  ///
  /// @param used by the daemon; once it is unknown, so is the sum
  void took(Duration slice, Optional<Duration> used) {
    elapsed = elapsed.plus(slice);
    cpu = cpu.flatMap(sum -> used.map(sum::plus));
  }

  Faults faults() {
    return new Faults(wrong.get(), new TreeMap<>(errors));
  }

  Figures figures() {
    long calls = times.getTotalCount();
    return new Figures(calls, elapsed, latency(calls), faults(), cpu, Bar.of(times));
  }

  private Optional<Latency> latency(long calls) {
    return calls == 0
        ? Optional.empty()
        : Optional.of(
            new Latency(
                percentile(50),
                percentile(95),
                percentile(99),
                Duration.ofNanos(times.getMaxValue())));
  }

  private Duration percentile(double percent) {
    return Duration.ofNanos(times.getValueAtPercentile(percent));
  }
}
