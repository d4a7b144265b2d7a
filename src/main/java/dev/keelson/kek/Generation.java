package dev.keelson.kek;

import java.time.Instant;

/// One KEK of a keyring, and when it becomes active.
public record Generation(Kek kek, Instant activation) {
  public KekId id() {
    return kek.id();
  }

  public int number() {
    return id().generation();
  }
}
