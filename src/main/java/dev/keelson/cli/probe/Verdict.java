package dev.keelson.cli.probe;

import java.util.Locale;

/// How a check came out.
public enum Verdict {
  PASSED,
  FAILED,

  /// Could not be tried, because of an earlier failure or because nobody asked for it.
  SKIPPED;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
