package dev.keelson.cli.bench;

import dev.keelson.cli.probe.Progress;
import dev.keelson.token.TokenException;
import java.util.ArrayList;
import java.util.List;

/// The order of a run. Prints nothing.
record Bench(Ways ways, BenchSettings settings, Progress progress) {
  /// Of the largest number of callers, so that both JVMs have compiled what they will need.
  private int warmUpRounds() {
    return Math.max(1, settings.rounds() / 2);
  }

  /// Every row, or those up to the first fault.
  List<Row> run() throws TokenException, InterruptedException {
    var slices = new Slices(progress, totalSlices());
    List<Row> rows = new ArrayList<>(warmUp(settings.outstanding().getLast(), slices));
    for (int outstanding : settings.outstanding()) {
      if (rows.stream().allMatch(Row::good)) {
        rows.addAll(measure(outstanding, slices));
      }
    }
    return List.copyOf(rows);
  }

  /// Nothing of it counts but its faults.
  private List<Row> warmUp(int outstanding, Slices slices)
      throws TokenException, InterruptedException {
    try (var setting = new Setting(ways, outstanding)) {
      return faultyOf(setting.measure(warmUpRounds(), settings.pace(), slices::oneMore));
    }
  }

  /// A first round warms this number of callers up.
  private List<Row> measure(int outstanding, Slices slices)
      throws TokenException, InterruptedException {
    try (var setting = new Setting(ways, outstanding)) {
      List<Row> faulty = faultyOf(setting.measure(1, settings.pace(), slices::oneMore));
      return faulty.isEmpty()
          ? setting.measure(settings.rounds(), settings.pace(), slices::oneMore)
          : faulty;
    }
  }

  private static List<Row> faultyOf(List<Row> rows) {
    return rows.stream().filter(row -> !row.good()).toList();
  }

  private int totalSlices() {
    int laps = Rpc.values().length * (ways.direct().isPresent() ? 2 : 1);
    return laps * (warmUpRounds() + settings.outstanding().size() * (1 + settings.rounds()));
  }

  /// Counts slices for the progress line.
  private static final class Slices {
    private final Progress progress;
    private final int total;
    private int done;

    Slices(Progress progress, int total) {
      this.progress = progress;
      this.total = total;
    }

    void oneMore() {
      done++;
      progress.done(done, total);
    }
  }
}
