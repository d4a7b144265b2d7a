package dev.keelson.cli.token;

import dev.keelson.cryptoki.Ck;
import dev.keelson.cryptoki.TokenInfo;
import java.util.Arrays;
import java.util.List;

/// The flags of a token in words (PKCS#11 v2.40 §3.2); those about wrong PINs are told apart.
enum FlagWords {
  RNG(Ck.CKF_RNG, "has a random number generator"),
  WRITE_PROTECTED(Ck.CKF_WRITE_PROTECTED, "write-protected"),
  LOGIN_REQUIRED(Ck.CKF_TOKEN_LOGIN_REQUIRED, "login required"),
  USER_PIN_INITIALIZED(Ck.CKF_USER_PIN_INITIALIZED, "user PIN set"),
  RESTORE_KEY_NOT_NEEDED(Ck.CKF_RESTORE_KEY_NOT_NEEDED, "operations can be saved and restored"),
  CLOCK_ON_TOKEN(Ck.CKF_CLOCK_ON_TOKEN, "has a clock"),
  PROTECTED_AUTHENTICATION_PATH(
      Ck.CKF_PROTECTED_AUTHENTICATION_PATH, "takes PINs at a device of its own"),
  DUAL_CRYPTO_OPERATIONS(Ck.CKF_DUAL_CRYPTO_OPERATIONS, "two operations at once in a session"),
  TOKEN_INITIALIZED(Ck.CKF_TOKEN_INITIALIZED, "initialised"),
  USER_PIN_TO_BE_CHANGED(Ck.CKF_USER_PIN_TO_BE_CHANGED, "user PIN must be changed"),
  SO_PIN_TO_BE_CHANGED(Ck.CKF_SO_PIN_TO_BE_CHANGED, "SO PIN must be changed"),
  ERROR_STATE(Ck.CKF_ERROR_STATE, "in an error state, after a failed self-test");

  private final long flag;
  private final String words;

  FlagWords(long flag, String words) {
    this.flag = flag;
    this.words = words;
  }

  static List<String> of(TokenInfo token) {
    return Arrays.stream(values())
        .filter(one -> token.has(one.flag))
        .map(one -> one.words)
        .toList();
  }
}
