package dev.keelson.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/// Finds what was meant by a key that does not exist.
final class Typo {
  private static final int FARTHEST = 3;

  private Typo() {}

  /// The nearest of the names, if at most every third of its letters is wrong.
  static Optional<String> nearest(String typed, Collection<String> names) {
    String plain = typed.toLowerCase(Locale.ROOT).replace('_', '-');
    return names.stream()
        .filter(name -> Math.abs(name.length() - plain.length()) <= FARTHEST)
        .filter(name -> distance(plain, name) <= Math.clamp(name.length() / 3, 1, FARTHEST))
        .min(Comparator.comparingInt(name -> distance(plain, name)));
  }

  /// Letters in the wrong order are one mistake; else Levenshtein's count of letters to insert,
  /// remove or replace.
  private static int distance(String from, String to) {
    if (from.chars().sorted().boxed().toList().equals(to.chars().sorted().boxed().toList())) {
      return from.equals(to) ? 0 : 1;
    }
    int[] row = IntStream.rangeClosed(0, to.length()).toArray();
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
