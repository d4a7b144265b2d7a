package dev.keelson.cli.kek;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/// Numbers below the highest generation that no key on the token has: `1` or `1 to 5`.
record Gaps(List<String> ranges) {
  static Gaps of(SortedSet<Integer> numbers) {
    List<String> ranges = new ArrayList<>();
    int next = 1;
    for (int number : numbers) {
      if (number > next) {
        ranges.add(range(next, number - 1));
      }
      next = number + 1;
    }
    return new Gaps(ranges);
  }

  private static String range(int first, int last) {
    return first == last ? String.valueOf(first) : first + " to " + last;
  }

  /// A line below the table, or nothing.
  @Override
  public String toString() {
    return ranges.isEmpty()
        ? ""
        : "\nnot here: generation " + String.join(", ", ranges) + ", destroyed or on another token";
  }
}
