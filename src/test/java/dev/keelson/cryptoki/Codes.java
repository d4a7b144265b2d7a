package dev.keelson.cryptoki;

/// The numbers of return values, for tests that make a module return them.
public final class Codes {
  private Codes() {}

  public static long of(Ckr ckr) {
    return ckr.code();
  }
}
