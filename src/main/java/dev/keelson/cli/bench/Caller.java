package dev.keelson.cli.bench;

import dev.keelson.secret.SecretBytes;
import java.util.ArrayList;
import java.util.List;

/// Asks again and again, one call at a time. Decrypt opens what Encrypt sealed before, and
/// compares.
final class Caller<S> implements AutoCloseable {
  private final Door<S> door;
  private final List<SecretBytes> seeds;
  private final List<Kept<S>> kept = new ArrayList<>();
  private int turn;

  private record Kept<S>(SecretBytes seed, S sealed) {}

  /// @param seeds sealed in turn; the caller's own from now on, which it closes
  Caller(Door<S> door, List<SecretBytes> seeds) {
    this.door = door;
    this.seeds = List.copyOf(seeds);
  }

  /// Until the pace says that time is over, or a call fails: a failing door would be asked without
  /// end, and what fails at once would pass for fast.
  void work(Rpc rpc, Pace pace, Tally tally) {
    try {
      for (long start = pace.nextStart(); start != Pace.OVER; start = pace.nextStart()) {
        turn = (turn + 1) % seeds.size();
        switch (rpc) {
          case ENCRYPT -> encrypt(start, tally);
          case DECRYPT -> decrypt(start, tally);
        }
      }
    } catch (CallFault e) {
      tally.failed(e.code());
    }
  }

  /// Sees to it that there is something to open, however short the slices are.
  ///
  /// @return whether there is
  boolean prepared(Tally tally) {
    try {
      if (kept.isEmpty()) {
        keep(seeds.getFirst(), door.seal(seeds.getFirst()));
      }
      return true;
    } catch (CallFault e) {
      tally.failed(e.code());
      return false;
    }
  }

  private void encrypt(long start, Tally tally) throws CallFault {
    SecretBytes seed = seeds.get(turn);
    S sealed = door.seal(seed);
    tally.answered(System.nanoTime() - start);
    keep(seed, sealed);
  }

  private void keep(SecretBytes seed, S sealed) {
    var fresh = new Kept<>(seed, sealed);
    if (kept.size() < seeds.size()) {
      kept.add(fresh);
    } else {
      kept.set(turn, fresh);
    }
  }

  private void decrypt(long start, Tally tally) throws CallFault {
    Kept<S> known = kept.get(turn % kept.size());
    try (SecretBytes opened = door.open(known.sealed())) {
      tally.answered(System.nanoTime() - start);
      if (!opened.sameAs(known.seed())) {
        tally.wrong();
      }
    }
  }

  @Override
  public void close() {
    seeds.forEach(SecretBytes::close);
    door.close();
  }
}
