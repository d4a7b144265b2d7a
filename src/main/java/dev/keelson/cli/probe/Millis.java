package dev.keelson.cli.probe;

import java.time.Duration;
import java.util.Locale;

/// Durations as an operator compares them: milliseconds, two digits after the point.
final class Millis {
  private Millis() {}

  static String text(Duration duration) {
    return String.format(Locale.ROOT, "%.2f ms", duration.toNanos() / 1e6);
  }
}
