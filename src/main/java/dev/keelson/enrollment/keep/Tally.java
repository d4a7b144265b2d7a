package dev.keelson.enrollment.keep;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How often a pair was renewed, and how often not, by cause.
public final class Tally {
  private final SortedMap<String, Long> refusals = new TreeMap<>();
  private long renewals;
  private Optional<Instant> lastGood = Optional.empty();

  void renewed(long times) {
    renewals += times;
  }

  void refused(@Nullable String cause, long times) {
    if (cause != null) {
      refusals.merge(cause, times, Long::sum);
    }
  }

  void good(Instant time) {
    lastGood = Optional.of(time);
  }

  long renewals() {
    return renewals;
  }

  SortedMap<String, Long> refusals() {
    return Collections.unmodifiableSortedMap(refusals);
  }

  /// When a look last found a pair that needs nothing, or made one.
  Optional<Instant> lastGood() {
    return lastGood;
  }
}
