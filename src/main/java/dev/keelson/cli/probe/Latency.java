package dev.keelson.cli.probe;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// Percentiles by nearest rank: each is the time of a call that took place.
public record Latency(Duration p50, Duration p95, Duration p99, Duration max) {

  /// Empty when nothing was measured.
  static Optional<Latency> of(long[] nanos) {
    if (nanos.length == 0) {
      return Optional.empty();
    }
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return Optional.of(
        new Latency(rank(sorted, 50), rank(sorted, 95), rank(sorted, 99), rank(sorted, 100)));
  }

  private static Duration rank(long[] sorted, int percent) {
    long place = Math.ceilDiv((long) sorted.length * percent, 100L);
    return Duration.ofNanos(sorted[(int) place - 1]);
  }
}
