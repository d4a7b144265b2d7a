package dev.keelson.token;

import dev.keelson.cryptoki.TokenInfo;
import dev.keelson.secret.Pin;
import java.util.ArrayList;
import java.util.List;

/// What stands between a wrong PIN and a locked token.
///
/// @param fuse remembers refusals
/// @param risk what to do when the token itself warns
/// @param lockout what warns beside the token's flags
public record PinGuard(PinFuse fuse, Risk risk, Lockout.Watch lockout) {
  /// For tokens whose flags tell all.
  public PinGuard(PinFuse fuse, Risk risk) {
    this(fuse, risk, Lockout.Watch.NONE);
  }

  /// What an operator has said about a token that counts wrong PINs.
  public enum Risk {
    /// Do not try.
    AVOID,
    /// The operator is sure of the PIN.
    TAKEN
  }

  private static final String ONE_TRY_LEFT = "that one more wrong one locks it";

  /// Asks fuse and token whether a PIN may be tried, and notes that it will be.
  ///
  /// @throws TokenException when it was refused before, when no PIN is taken now, or when the token
  ///   counts wrong PINs and nobody took the risk
  PinFuse.Attempt arm(TokenSlot token, LoginUser user, Pin pin) throws TokenException {
    fuse.check(token, user, pin);
    List<String> warnings = warnings(token.info(), user);
    switch (lockout.now()) {
      case Lockout.None() -> {}
      case Lockout.OneTryLeft() -> {
        if (!fuse.hasSeenTaken(token, user, pin)) {
          warnings.add(ONE_TRY_LEFT);
        }
      }
      case Lockout.Until(var end) -> throw new LockedOutException(token, end);
    }
    if (risk == Risk.AVOID && !warnings.isEmpty()) {
      throw new TokenException.PinAtRisk(token, user, String.join(" and ", warnings));
    }
    return fuse.arm(token, user, pin);
  }

  PinGuard at(Risk other) {
    return new PinGuard(fuse, other, lockout);
  }

  private static List<String> warnings(TokenInfo token, LoginUser user) {
    List<String> warnings = new ArrayList<>();
    if (token.has(user.locked())) {
      warnings.add("that it is locked");
    }
    if (token.has(user.finalTry())) {
      warnings.add(ONE_TRY_LEFT);
    }
    if (token.has(user.countLow())) {
      warnings.add("that a wrong PIN was tried since the last right one");
    }
    return warnings;
  }
}
