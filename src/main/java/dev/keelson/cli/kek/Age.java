package dev.keelson.cli.kek;

import java.time.Duration;

/// A time since or until something, as people say it: `3d`, `5h`, `in 14m`.
public record Age(Duration since) {
  @Override
  public String toString() {
    String rough = rough(since.abs());
    return since.isNegative() ? "in " + rough : rough;
  }

  private static String rough(Duration time) {
    if (time.toDays() > 1) {
      return time.toDays() + "d";
    }
    if (time.toHours() > 1) {
      return time.toHours() + "h";
    }
    return time.toMinutes() > 1 ? time.toMinutes() + "m" : time.toSeconds() + "s";
  }
}
