package dev.keelson.token;

import dev.keelson.cryptoki.Ck;
import dev.keelson.envelope.Suite;
import java.util.Set;

/// Which suite a new key is for.
final class SuiteChoice {
  private SuiteChoice() {}

  /// AES-GCM where the token has it, otherwise what is left.
  static Suite usual(Pkcs11Module module, TokenSlot token, GcmIv iv) throws TokenException {
    var offered = module.mechanisms(token, Set.of(Ck.CKM_AES_KEY_GEN, Ck.CKM_AES_GCM)).keySet();
    return offered.contains(Ck.CKM_AES_GCM) && offered.contains(Ck.CKM_AES_KEY_GEN)
        ? iv.suite()
        : Suite.HMAC_KDF_AES_256_GCM;
  }

  /// An AES key is served with the suite of its module, whatever it was made for.
  static void refuseUnlessServed(Suite suite, GcmIv iv) throws TokenException {
    if (KekForm.of(suite) == KekForm.AES && suite != iv.suite()) {
      throw new KeyringException.SuiteNotServed(suite, iv);
    }
  }
}
