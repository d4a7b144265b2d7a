package dev.keelson.token;

import dev.keelson.kek.Kek;
import dev.keelson.kek.KekContract;

/// The contract of a KEK, on a token that has two generations of keyring `prod`.
abstract class ServedKekContract extends KekContract {
  abstract Served served();

  @Override
  protected final Kek kek() {
    return generation(1);
  }

  @Override
  protected final Kek another() {
    return generation(2);
  }

  private Kek generation(int number) {
    return served().keyring().generations().stream()
        .filter(generation -> generation.number() == number)
        .findFirst()
        .orElseThrow()
        .kek();
  }
}
