package dev.keelson.cli.token;

import dev.keelson.cryptoki.Ck;
import dev.keelson.cryptoki.MechanismInfo;
import dev.keelson.envelope.Suite;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whether a token's mechanisms allow a suite; the component names are the JSON's.
///
/// @param allowed `yes`, `no`, or `unknown` where mechanisms do not tell
record SuiteRow(String name, String allowed) {
  private static final int AES_256_BYTES = 32;

  static List<SuiteRow> of(Map<KnownMechanism, MechanismInfo> mechanisms) {
    boolean gcm =
        hasLongKeys(mechanisms.get(KnownMechanism.CKM_AES_KEY_GEN))
            && has(mechanisms, KnownMechanism.CKM_AES_GCM, Ck.CKF_ENCRYPT)
            && has(mechanisms, KnownMechanism.CKM_AES_GCM, Ck.CKF_DECRYPT);
    // also where the key cannot be made through PKCS#11: a TPM's is made by tpm2_ptool
    boolean hmac = has(mechanisms, KnownMechanism.CKM_SHA256_HMAC, Ck.CKF_SIGN);
    return List.of(
        row(Suite.AES_256_GCM, gcm ? "yes" : "no"),
        // which side makes the IV is no property of the mechanism
        row(Suite.AES_256_GCM_HSM_IV, gcm ? "unknown" : "no"),
        row(Suite.HMAC_KDF_AES_256_GCM, hmac ? "yes" : "no"));
  }

  private static boolean hasLongKeys(@Nullable MechanismInfo aes) {
    return aes != null && aes.has(Ck.CKF_GENERATE) && aes.maxKeySize() >= AES_256_BYTES;
  }

  private static boolean has(
      Map<KnownMechanism, MechanismInfo> mechanisms, KnownMechanism one, long operation) {
    var info = mechanisms.get(one);
    return info != null && info.has(operation);
  }

  private static SuiteRow row(Suite suite, String allowed) {
    return new SuiteRow(suite.toString(), allowed);
  }

  List<String> cells() {
    return List.of(name, allowed);
  }
}
