package dev.keelson.cli.doctor;

import java.util.Locale;

/// How bad a finding is.
public enum Mark {
  GOOD("✓"),
  /// Works, but somebody should know.
  WARN("!"),
  /// Does not work, or is not safe.
  BAD("✗");

  private final String sign;

  Mark(String sign) {
    this.sign = sign;
  }

  String sign() {
    return sign;
  }

  /// As the JSON has it.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
