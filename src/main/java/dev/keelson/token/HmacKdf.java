package dev.keelson.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keelson.cryptoki.Ck;
import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Mechanism;
import dev.keelson.kek.KekId;
import dev.keelson.secret.SecretBytes;
import java.nio.ByteBuffer;

/// The one call into the token of suite `hmac-kdf-aes-256-gcm`: HMAC-SHA256 over
///
/// | bytes | what |
/// |-------|------|
/// | 19 | `keelson/hmac-kdf/v1` |
/// | n | key_id in UTF-8, 34 bytes at most |
/// | 32 | nonce |
///
/// is a one-time AES-256 key: a pseudorandom function as a key derivation function (NIST SP
/// 800-108r1 §4, with one block). Only the middle field has a variable length, so two different
/// pairs never give the same bytes. Never empty, which would crash tpm2-pkcs11 (1.9.0), and far
/// below the 2,048 bytes that it takes.
final class HmacKdf {
  private static final byte[] LABEL = "keelson/hmac-kdf/v1".getBytes(UTF_8);
  private static final Mechanism HMAC = new Mechanism.Plain(Ck.CKM_SHA256_HMAC);

  private HmacKdf() {}

  static SecretBytes derive(Session session, TokenKey key, KekId id, byte[] nonce)
      throws CkException {
    return SecretBytes.takeOver(session.sign(HMAC, key.handle(), input(id, nonce)));
  }

  static byte[] input(KekId id, byte[] nonce) {
    byte[] name = id.toString().getBytes(UTF_8);
    return ByteBuffer.allocate(LABEL.length + name.length + nonce.length)
        .put(LABEL)
        .put(name)
        .put(nonce)
        .array();
  }
}
