package dev.keelson.cli.bench;

import java.time.Duration;
import java.util.Locale;

/// Durations as a bench compares them: microseconds, with a digit after the point when they are
/// few.
final class Micros {
  private static final double FEW = 100;

  private Micros() {}

  static String text(Duration duration) {
    double micros = duration.toNanos() / 1e3;
    return String.format(Locale.ROOT, micros < FEW ? "%.1f" : "%,.0f", micros);
  }
}
