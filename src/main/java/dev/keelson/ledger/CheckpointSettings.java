package dev.keelson.ledger;

import java.time.Duration;
import java.util.regex.Pattern;

/// When a checkpoint is made, and under which name.
///
/// @param name of the keyring or host; the origin is `keelson-ledger/` and this
/// @param entries after so many new entries
/// @param time and after so long, if there is any
public record CheckpointSettings(String name, long entries, Duration time) {
  private static final Pattern NAME = Pattern.compile("[!-*,-~]{1,128}");

  public CheckpointSettings {
    if (!NAME.matcher(name).matches() || entries < 1 || !time.isPositive()) {
      throw new IllegalArgumentException(
          "a checkpoint has a name without blanks and '+', and comes after at least one entry");
    }
  }

  public static CheckpointSettings named(String name) {
    return new CheckpointSettings(name, 1000, Duration.ofMinutes(10));
  }

  String origin() {
    return "keelson-ledger/" + name;
  }
}
