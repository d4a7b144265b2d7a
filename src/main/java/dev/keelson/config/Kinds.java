package dev.keelson.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.Function;

/// The kinds that more than one section uses.
final class Kinds {
  static final Kind<Path> ABSOLUTE_PATH =
      Kind.matching("an absolute path", "/[^\\x00]*", Path::of)
          .fix("write the whole path, from '/' on");

  static final Kind<Integer> WHOLE_NUMBER =
      Kind.matching("a whole number", "-?[0-9]{1,9}", Integer::valueOf);

  static final Kind<Duration> DURATION =
      Kind.matching("a number with its unit", "[0-9]{1,9}(ms|s|m|h)", Kinds::duration)
          .fix("write one with ms, s, m or h, such as 250ms, 10s, 2m or 1h");

  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "ms", ChronoUnit.MILLIS,
          "s", ChronoUnit.SECONDS,
          "m", ChronoUnit.MINUTES,
          "h", ChronoUnit.HOURS);

  private Kinds() {}

  /// A text of 1 to so many bytes.
  static Kind<String> text(String noun, int maxBytes) {
    return Kind.matching(noun, "[^\\x00]+", Function.<String>identity())
        .accepted(text -> requireFits(noun, text, maxBytes))
        .fix("write " + noun + " of 1 to " + maxBytes + " bytes");
  }

  private static void requireFits(String noun, String text, int maxBytes) {
    if (text.getBytes(UTF_8).length > maxBytes) {
      throw new IllegalArgumentException(
          "'" + text + "' is longer than " + noun + " can be, " + maxBytes + " bytes");
    }
  }

  private static Duration duration(String text) {
    String unit = text.replaceFirst("[0-9]+", "");
    long amount = Long.parseLong(text.substring(0, text.length() - unit.length()));
    return Duration.of(amount, UNITS.get(unit));
  }
}
