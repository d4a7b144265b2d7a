package dev.keelson.token;

import dev.keelson.cryptoki.TokenInfo;
import dev.keelson.secret.Pin;
import java.util.ArrayList;
import java.util.List;

/// What stands between a wrong PIN and a locked token.
///
/// @param fuse remembers refusals
/// @param risk what to do when the token itself warns
public record PinGuard(PinFuse fuse, Risk risk) {
  /// What an operator has said about a token that counts wrong PINs.
  public enum Risk {
    /// Do not try.
    AVOID,
    /// The operator is sure of the PIN.
    TAKEN
  }

  /// Asks fuse and token whether a PIN may be tried, and notes that it will be.
  ///
  /// @throws TokenException when it was refused before, or when the token counts wrong PINs and
  ///   nobody took the risk
  PinFuse.Attempt arm(TokenSlot token, LoginUser user, Pin pin) throws TokenException {
    fuse.check(token, user, pin);
    List<String> warnings = warnings(token.info(), user);
    if (risk == Risk.AVOID && !warnings.isEmpty()) {
      throw new TokenException.PinAtRisk(token, user, String.join(" and ", warnings));
    }
    return fuse.arm(token, user, pin);
  }

  PinGuard at(Risk other) {
    return new PinGuard(fuse, other);
  }

  private static List<String> warnings(TokenInfo token, LoginUser user) {
    List<String> warnings = new ArrayList<>();
    if (token.has(user.locked())) {
      warnings.add("that it is locked");
    }
    if (token.has(user.finalTry())) {
      warnings.add("that one more wrong one locks it");
    }
    if (token.has(user.countLow())) {
      warnings.add("that a wrong PIN was tried since the last right one");
    }
    return warnings;
  }
}
