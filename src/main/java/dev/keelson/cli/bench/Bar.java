package dev.keelson.cli.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.HistogramIterationValue;

/// How many calls took from one time to another: the steps are those of the E6 series, six to a
/// decade, so a tail is seen beside the bulk.
///
/// @param from inclusive
/// @param to exclusive
record Bar(Duration from, Duration to, long calls) {
  private static final long[] STEPS = {100, 150, 220, 330, 470, 680};

  /// From the fastest call to the slowest, without gaps; empty when there was none.
  static List<Bar> of(AbstractHistogram times) {
    var counts = new TreeMap<Integer, Long>();
    for (HistogramIterationValue value : times.recordedValues()) {
      counts.merge(
          step(value.getValueIteratedTo()), value.getCountAddedInThisIterationStep(), Long::sum);
    }
    List<Bar> bars = new ArrayList<>();
    if (!counts.isEmpty()) {
      for (int step = counts.firstKey(); step <= counts.lastKey(); step++) {
        bars.add(new Bar(edge(step), edge(step + 1), counts.getOrDefault(step, 0L)));
      }
    }
    return List.copyOf(bars);
  }

  private static int step(long nanos) {
    int step = 0;
    while (edge(step + 1).toNanos() <= nanos) {
      step++;
    }
    return step;
  }

  /// The first step begins at 100 ns; what is faster counts there.
  private static Duration edge(int step) {
    long decade = 1;
    for (int i = STEPS.length; i <= step; i += STEPS.length) {
      decade *= 10;
    }
    return Duration.ofNanos(STEPS[step % STEPS.length] * decade);
  }
}
