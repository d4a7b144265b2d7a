package dev.keelson.cli.status;

import dev.keelson.health.Standing;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/// Colours, where a person sees them: a terminal, and no NO_COLOR (https://no-color.org).
record Paint(boolean on) {
  /// Ends all that is on; picocli's end of bold, 21, underlines twice on many terminals (ECMA-48
  /// SGR).
  private static final String RESET = "\033[0m";

  static Paint ofThisProcess() {
    return new Paint(Ansi.AUTO.enabled());
  }

  String in(Standing standing, String text) {
    return switch (standing) {
      case GOOD -> in(Style.fg_green, text);
      case DEGRADED -> in(Style.fg_yellow, text);
      case DOWN -> in(Style.fg_red, text);
    };
  }

  String bold(String text) {
    return in(Style.bold, text);
  }

  private String in(Style style, String text) {
    return on ? style.on() + text + RESET : text;
  }
}
