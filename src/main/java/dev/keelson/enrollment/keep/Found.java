package dev.keelson.enrollment.keep;

import java.util.Optional;

/// What the files hold now.
///
/// @param pair empty when any of them has no whole pair
/// @param flaw why they have to be written again, if they have
record Found(Optional<Pair> pair, Optional<String> flaw) {
  static Found good(Pair pair) {
    return new Found(Optional.of(pair), Optional.empty());
  }

  /// A pair that works, in files that are not as they should be.
  static Found flawed(Pair pair, String flaw) {
    return new Found(Optional.of(pair), Optional.of(flaw));
  }

  static Found none(String flaw) {
    return new Found(Optional.empty(), Optional.of(flaw));
  }
}
