package dev.keelson.cli.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A histogram in text: a line for each bar, as long as its share of the calls.
final class Plot {
  private static final int WIDTH = 50;
  private static final String EIGHTHS = " ▏▎▍▌▋▊▉";
  private static final String FULL = "█";

  private Plot() {}

  static String text(List<Bar> bars) {
    long most = bars.stream().mapToLong(Bar::calls).max().orElse(1);
    long all = bars.stream().mapToLong(Bar::calls).sum();
    return bars.stream().map(bar -> line(bar, most, all)).collect(Collectors.joining());
  }

  private static String line(Bar bar, long most, long all) {
    return String.format(
        Locale.ROOT,
        "%9s – %9s µs  %-" + WIDTH + "s %9d  %6.2f %%%n",
        Micros.text(bar.from()),
        Micros.text(bar.to()),
        blocks(bar.calls(), most),
        bar.calls(),
        100.0 * bar.calls() / Math.max(1, all));
  }

  /// Whoever was there is seen: at least an eighth of a block.
  private static String blocks(long calls, long most) {
    long eighths = calls == 0 ? 0 : Math.max(1, Math.round(8.0 * WIDTH * calls / most));
    return (FULL.repeat((int) (eighths / 8)) + EIGHTHS.charAt((int) (eighths % 8))).stripTrailing();
  }
}
