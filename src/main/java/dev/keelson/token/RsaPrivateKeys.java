package dev.keelson.token;

import dev.keelson.cryptoki.Attributes;
import dev.keelson.cryptoki.Ck;
import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Cka;
import dev.keelson.cryptoki.Cryptoki;
import dev.keelson.cryptoki.Template;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The RSA private keys of a token. A label finds one, and its modulus says which it is: labels
/// repeat, and anybody with the PIN can write one.
///
/// @param session logged in, and used by this thread alone
record RsaPrivateKeys(Cryptoki cryptoki, TokenSlot token, long session) {
  private static final List<Cka> READ =
      List.of(Cka.CKA_DECRYPT, Cka.CKA_MODULUS, Cka.CKA_PUBLIC_EXPONENT);

  /// Moduli that nobody has yet would keep the arithmetic for minutes.
  private static final int MAX_MODULUS_BYTES = 2048;

  /// A key that decrypts, as far as its attributes tell.
  record Found(long handle, RSAPublicKey publicKey) {}

  /// The one key of a label.
  Found only(String label) throws TokenException {
    try {
      return only(label, labelled(label));
    } catch (CkException e) {
      throw new TokenException.DeviceFailed("reading the keys of the token " + token, e);
    }
  }

  private List<Long> labelled(String label) throws CkException {
    return cryptoki.findObjects(
        session,
        new Template()
            .number(Cka.CKA_CLASS, Ck.CKO_PRIVATE_KEY)
            .number(Cka.CKA_KEY_TYPE, Ck.CKK_RSA)
            .text(Cka.CKA_LABEL, label));
  }

  private Found only(String label, List<Long> handles) throws TokenException, CkException {
    if (handles.isEmpty()) {
      throw new RecipientKeyException.Absent(label, token);
    }
    Map<BigInteger, Found> byModulus = new LinkedHashMap<>();
    for (long handle : handles) {
      Attributes attributes = cryptoki.attributes(session, handle, READ);
      var publicKey = publicKey(attributes);
      if (publicKey.isEmpty() || !attributes.flag(Cka.CKA_DECRYPT).orElse(false)) {
        throw new RecipientKeyException.Unfit(label, token, faults(attributes));
      }
      byModulus.putIfAbsent(publicKey.get().getModulus(), new Found(handle, publicKey.get()));
    }
    if (byModulus.size() > 1) {
      throw new RecipientKeyException.Ambiguous(label, token, byModulus.size());
    }
    return byModulus.values().iterator().next();
  }

  private static List<String> faults(Attributes key) {
    return key.flag(Cka.CKA_DECRYPT).orElse(false)
        ? List.of("it does not tell its CKA_MODULUS and CKA_PUBLIC_EXPONENT")
        : List.of("CKA_DECRYPT is not true");
  }

  private static Optional<RSAPublicKey> publicKey(Attributes key) {
    var modulus = number(key, Cka.CKA_MODULUS);
    var exponent = number(key, Cka.CKA_PUBLIC_EXPONENT);
    return modulus.isPresent() && exponent.isPresent()
        ? publicKey(new RSAPublicKeySpec(modulus.get(), exponent.get()))
        : Optional.empty();
  }

  private static Optional<RSAPublicKey> publicKey(RSAPublicKeySpec spec) {
    try {
      return Optional.of((RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec));
    } catch (GeneralSecurityException _) {
      return Optional.empty();
    }
  }

  /// A Big integer (PKCS#11 v2.40 §3.4): unsigned, the first byte the highest.
  private static Optional<BigInteger> number(Attributes key, Cka type) {
    return key.bytes(type)
        .filter(bytes -> bytes.length <= MAX_MODULUS_BYTES)
        .map(bytes -> new BigInteger(1, bytes));
  }
}
