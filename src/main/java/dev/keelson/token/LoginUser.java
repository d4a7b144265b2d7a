package dev.keelson.token;

import dev.keelson.cryptoki.Ck;
import dev.keelson.cryptoki.TokenInfo;
import dev.keelson.health.TokenHealth;

/// Who logs in, and the token's flags about that user's PIN (PKCS#11 v2.40 §3.2, token flags).
public enum LoginUser {
  USER("user", Ck.CKU_USER, Ck.CKF_USER_PIN_COUNT_LOW),
  SECURITY_OFFICER("SO", Ck.CKU_SO, Ck.CKF_SO_PIN_COUNT_LOW);

  private final String words;
  private final long type;
  private final long countLow;

  LoginUser(String words, long type, long countLow) {
    this.words = words;
    this.type = type;
    this.countLow = countLow;
  }

  long type() {
    return type;
  }

  /// A wrong PIN was tried since the last right one.
  long countLow() {
    return countLow;
  }

  /// One more wrong PIN locks the token: the flag next to [#countLow].
  long finalTry() {
    return countLow << 1;
  }

  /// The token takes no PIN any more: the flag after that.
  long locked() {
    return countLow << 2;
  }

  TokenHealth.PinFlags pinFlags(TokenInfo token) {
    return new TokenHealth.PinFlags(
        token.has(countLow()), token.has(finalTry()), token.has(locked()));
  }

  String fuseName() {
    return this == USER ? "user-pin" : "so-pin";
  }

  @Override
  public String toString() {
    return words;
  }
}
