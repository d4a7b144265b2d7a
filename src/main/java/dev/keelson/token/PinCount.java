package dev.keelson.token;

import dev.keelson.cryptoki.TokenInfo;

/// What a token tells of the wrong PINs that it has counted (PKCS#11 v2.40 §3.2, token flags).
public enum PinCount {
  NONE,
  SOME,
  ONE_TRY_LEFT,
  LOCKED;

  /// The worst that the flags say; a blank token has no PIN, although SoftHSM says that it is
  /// locked.
  public static PinCount of(TokenInfo token, LoginUser user) {
    if (TokenState.of(token) == TokenState.BLANK) {
      return NONE;
    }
    if (token.has(user.locked())) {
      return LOCKED;
    }
    if (token.has(user.finalTry())) {
      return ONE_TRY_LEFT;
    }
    return token.has(user.countLow()) ? SOME : NONE;
  }

  /// For people.
  public String inWords(LoginUser user) {
    return switch (this) {
      case NONE -> "no wrong " + user + " PIN was counted";
      case SOME -> "a wrong " + user + " PIN was tried";
      case ONE_TRY_LEFT -> user + " PIN: one try left";
      case LOCKED -> user + " PIN locked";
    };
  }
}
