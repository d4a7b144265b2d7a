package dev.keelson.cli.token;

import dev.keelson.cryptoki.Ck;
import dev.keelson.cryptoki.MechanismInfo;
import dev.keelson.token.Pkcs11Module;
import dev.keelson.token.TokenException;
import dev.keelson.token.TokenSlot;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/// The mechanisms that matter to Keelson, under the standard's names.
enum KnownMechanism {
  CKM_AES_KEY_GEN(Ck.CKM_AES_KEY_GEN),
  CKM_AES_GCM(Ck.CKM_AES_GCM),
  CKM_GENERIC_SECRET_KEY_GEN(Ck.CKM_GENERIC_SECRET_KEY_GEN),
  CKM_SHA256_HMAC(Ck.CKM_SHA256_HMAC),
  CKM_EC_KEY_PAIR_GEN(Ck.CKM_EC_KEY_PAIR_GEN),
  CKM_ECDSA(Ck.CKM_ECDSA),
  CKM_RSA_PKCS(Ck.CKM_RSA_PKCS),
  CKM_SHA256_RSA_PKCS(Ck.CKM_SHA256_RSA_PKCS),
  CKM_RSA_PKCS_PSS(Ck.CKM_RSA_PKCS_PSS),
  CKM_RSA_PKCS_OAEP(Ck.CKM_RSA_PKCS_OAEP);

  private final long type;

  KnownMechanism(long type) {
    this.type = type;
  }

  /// Those that the token has.
  static Map<KnownMechanism, MechanismInfo> of(Pkcs11Module module, TokenSlot token)
      throws TokenException {
    var types = Arrays.stream(values()).map(one -> one.type).toList();
    var infos = module.mechanisms(token, types);
    Map<KnownMechanism, MechanismInfo> known = new EnumMap<>(KnownMechanism.class);
    for (KnownMechanism one : values()) {
      var info = infos.get(one.type);
      if (info != null) {
        known.put(one, info);
      }
    }
    return known;
  }
}
