package dev.keelson.cli.bench;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What went wrong.
///
/// @param wrong answers of Decrypt that were not the seed
/// @param errors how many calls ended with each code
record Faults(long wrong, SortedMap<String, Long> errors) {
  Faults {
    errors = Collections.unmodifiableSortedMap(new TreeMap<>(errors));
  }

  boolean none() {
    return wrong == 0 && errors.isEmpty();
  }
}
