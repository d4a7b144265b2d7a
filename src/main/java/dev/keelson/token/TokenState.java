package dev.keelson.token;

import dev.keelson.cryptoki.Ck;
import dev.keelson.cryptoki.TokenInfo;

/// How far a token has come on its way to hold keys.
public enum TokenState {
  /// Never initialised: it has no label and no SO.
  BLANK("blank"),
  NO_USER_PIN("no user PIN"),
  READY("ready");

  private final String words;

  TokenState(String words) {
    this.words = words;
  }

  public static TokenState of(TokenInfo token) {
    if (!token.has(Ck.CKF_TOKEN_INITIALIZED)) {
      return BLANK;
    }
    return token.has(Ck.CKF_USER_PIN_INITIALIZED) ? READY : NO_USER_PIN;
  }

  @Override
  public String toString() {
    return words;
  }
}
