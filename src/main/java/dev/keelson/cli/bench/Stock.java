package dev.keelson.cli.bench;

import dev.keelson.secret.SecretBytes;
import java.util.ArrayList;
import java.util.List;

/// What one caller seals in turn, and what it may open: each seed as it was sealed last. For one
/// call at a time.
final class Stock<S> implements AutoCloseable {
  private final List<SecretBytes> seeds;
  private final List<Kept<S>> kept = new ArrayList<>();
  private int turn;

  record Kept<S>(SecretBytes seed, S sealed) {}

  /// @param seeds the stock's own from now on, which it closes
  Stock(List<SecretBytes> seeds) {
    this.seeds = List.copyOf(seeds);
  }

  boolean isEmpty() {
    return kept.isEmpty();
  }

  /// Whose turn it is.
  SecretBytes seed() {
    return seeds.get(turn);
  }

  /// The next one's turn.
  void advance() {
    turn = (turn + 1) % seeds.size();
  }

  void keep(S sealed) {
    var fresh = new Kept<>(seed(), sealed);
    if (kept.size() < seeds.size()) {
      kept.add(fresh);
    } else {
      kept.set(turn, fresh);
    }
  }

  Kept<S> toOpen() {
    return kept.get(turn % kept.size());
  }

  @Override
  public void close() {
    seeds.forEach(SecretBytes::close);
  }
}
