package dev.keelson.token;

import dev.keelson.cryptoki.Attributes;
import dev.keelson.cryptoki.Cka;
import dev.keelson.envelope.Suite;

/// What a key's fingerprint is made of. It follows from what the key is, never from what the token
/// can do at the moment: a key that changed its name would be another key to the API server.
public enum FingerprintSource {
  GCM_TAG("the AES-GCM tag over nothing"),
  HMAC("an HMAC-SHA256 over a fixed text"),
  CMAC("an AES-CMAC over a fixed text"),
  /// Three bytes that tell little, so the CKA_ID, which is made to be unique, goes with them.
  CHECK_VALUE("CKA_CHECK_VALUE and CKA_ID, as the key makes no AES-CMAC");

  private final String words;

  FingerprintSource(String words) {
    this.words = words;
  }

  static FingerprintSource of(Suite suite, Attributes key) {
    return switch (suite) {
      case AES_256_GCM -> GCM_TAG;
      case HMAC_KDF_AES_256_GCM -> HMAC;
      case AES_256_GCM_HSM_IV -> key.flag(Cka.CKA_SIGN).orElse(false) ? CMAC : CHECK_VALUE;
    };
  }

  /// For people: "of …".
  @Override
  public String toString() {
    return words;
  }
}
