package dev.keelson.cryptoki;

/// Failures of a module, for doubles of it in other rooms.
public final class Refusals {
  private Refusals() {}

  public static CkException of(Fn function, Ckr code) {
    return new CkException(function, code.code());
  }
}
