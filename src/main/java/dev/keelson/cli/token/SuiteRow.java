package dev.keelson.cli.token;

import dev.keelson.cryptoki.Ck;
import dev.keelson.cryptoki.MechanismInfo;
import dev.keelson.envelope.Suite;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whether a token's mechanisms allow a suite, and whether Keelson serves it today; the component
/// names are the JSON's.
///
/// @param allowed `yes`, `no`, or `unknown` where mechanisms do not tell
/// @param served `yes` or `no`
record SuiteRow(String name, String allowed, String served) {
  private static final int AES_256_BYTES = 32;

  static List<SuiteRow> of(Map<KnownMechanism, MechanismInfo> mechanisms) {
    boolean gcm =
        hasLongKeys(mechanisms.get(KnownMechanism.CKM_AES_KEY_GEN))
            && has(mechanisms, KnownMechanism.CKM_AES_GCM, Ck.CKF_ENCRYPT)
            && has(mechanisms, KnownMechanism.CKM_AES_GCM, Ck.CKF_DECRYPT);
    boolean hmac =
        has(mechanisms, KnownMechanism.CKM_GENERIC_SECRET_KEY_GEN, Ck.CKF_GENERATE)
            && has(mechanisms, KnownMechanism.CKM_SHA256_HMAC, Ck.CKF_SIGN);
    return List.of(
        row(Suite.AES_256_GCM.toString(), gcm ? "yes" : "no"),
        // which side makes the IV is no property of the mechanism
        row("aes-256-gcm-hsm-iv", gcm ? "unknown" : "no"),
        row("hmac-kdf-aes-256-gcm", hmac ? "yes" : "no"));
  }

  private static boolean hasLongKeys(@Nullable MechanismInfo aes) {
    return aes != null && aes.has(Ck.CKF_GENERATE) && aes.maxKeySize() >= AES_256_BYTES;
  }

  private static boolean has(
      Map<KnownMechanism, MechanismInfo> mechanisms, KnownMechanism one, long operation) {
    var info = mechanisms.get(one);
    return info != null && info.has(operation);
  }

  private static SuiteRow row(String name, String allowed) {
    boolean served = Arrays.stream(Suite.values()).map(Suite::toString).anyMatch(name::equals);
    return new SuiteRow(name, allowed, served ? "yes" : "no");
  }

  List<String> cells() {
    return List.of(name, allowed, served);
  }
}
