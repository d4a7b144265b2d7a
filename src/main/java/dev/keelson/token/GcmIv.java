package dev.keelson.token;

import dev.keelson.envelope.Suite;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Who makes the IV of an AES-GCM encryption, and how the daemon learns of it: a property of the
/// vendor's module, which no attribute tells.
public enum GcmIv {
  /// The daemon makes it, and the token uses it.
  DAEMON(Suite.AES_256_GCM),
  /// The token writes its own over the one that it is given.
  RETURNED(Suite.AES_256_GCM_HSM_IV),
  /// The same, for tokens that take twelve zero bytes only (AWS CloudHSM, ProtectServer 3).
  ZEROED(Suite.AES_256_GCM_HSM_IV),
  /// The token takes none, and puts its own behind the tag, 16 bytes long (Luna in FIPS mode).
  APPENDED(Suite.AES_256_GCM_HSM_IV);

  private final Suite suite;

  GcmIv(Suite suite) {
    this.suite = suite;
  }

  /// The way of a name in the configuration.
  public static Optional<GcmIv> named(String text) {
    return Arrays.stream(values()).filter(iv -> iv.toString().equals(text)).findFirst();
  }

  /// What an AES key seals with on such a token.
  Suite suite() {
    return suite;
  }

  /// The name in the configuration.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
