package dev.keelson.token;

import dev.keelson.cryptoki.Attributes;
import dev.keelson.cryptoki.Cka;
import dev.keelson.cryptoki.Template;
import java.util.ArrayList;
import java.util.List;

/// What every private key of ours that signs has to be, and how one is made.
final class SigningKeys {
  private SigningKeys() {}

  /// Why a key cannot sign, or is not the token's alone.
  static List<String> faults(Attributes secret) {
    List<String> faults = new ArrayList<>();
    if (!secret.flag(Cka.CKA_SENSITIVE).orElse(false)) {
      faults.add("CKA_SENSITIVE is not true");
    }
    if (secret.flag(Cka.CKA_EXTRACTABLE).orElse(true)) {
      faults.add("CKA_EXTRACTABLE is not false");
    }
    if (!secret.flag(Cka.CKA_SIGN).orElse(false)) {
      faults.add("CKA_SIGN is not true");
    }
    return faults;
  }

  /// A private key that does nothing but sign, and never leaves the token.
  static Template signsAlone(Template secret) {
    return secret
        .yes(Cka.CKA_PRIVATE)
        .yes(Cka.CKA_SENSITIVE)
        .yes(Cka.CKA_SIGN)
        .no(Cka.CKA_EXTRACTABLE)
        .no(Cka.CKA_DECRYPT)
        .no(Cka.CKA_UNWRAP)
        .no(Cka.CKA_DERIVE);
  }
}
