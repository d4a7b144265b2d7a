package dev.keelson.token;

import dev.keelson.envelope.Suite;

/// A key of a token, and how it is used.
///
/// @param handle good for one login
/// @param iv of its token; without meaning for an HMAC key
record TokenKey(long handle, KekForm form, GcmIv iv) {
  Suite suite() {
    return switch (form) {
      case AES -> iv.suite();
      case HMAC -> Suite.HMAC_KDF_AES_256_GCM;
    };
  }
}
