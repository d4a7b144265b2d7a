package dev.keelson.kek;

import java.util.Collection;

/// Where a keyring's generations are: asked at the start, at intervals, and when a caller names one
/// that is not known.
public interface Generations {
  /// Every generation that can be served now, in any order.
  Collection<Generation> seen() throws KekException;
}
