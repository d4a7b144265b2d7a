package dev.keelson.token;

import java.time.Instant;

/// What a device tells of the wrong PINs that it has counted, beyond the flags of its token.
public sealed interface Lockout {
  /// It takes a PIN, or does not tell.
  record None() implements Lockout {}

  /// One more wrong PIN locks it.
  record OneTryLeft() implements Lockout {}

  /// It takes no PIN before this time at the latest, and its keys work for nobody.
  record Until(Instant end) implements Lockout {}

  /// Where it is asked, before each login.
  interface Watch {
    /// For tokens whose flags tell all.
    Watch NONE = None::new;

    Lockout now();
  }
}
