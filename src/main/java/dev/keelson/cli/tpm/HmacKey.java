package dev.keelson.cli.tpm;

import dev.keelson.kek.KeyringName;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// The one form of key that a ceremony makes and takes: HMAC-SHA256, born in a TPM, bound to the
/// policy of its authority and keyring.
final class HmacKey {
  private static final short HMAC = 0x0005;
  private static final int UNIQUE_BYTES = 32;

  /// Without `fixedTPM` and `fixedParent` it can be duplicated at all; with `encryptedDuplication`
  /// never without a parent that keeps it, nor without an inner wrap (Part 2 §8.3.3.7). `noDA`,
  /// because its auth value is of 128 random bits: wrong PINs of others do not stop who uses it.
  private static final int ATTRIBUTES =
      PublicArea.SENSITIVE_DATA_ORIGIN
          | PublicArea.USER_WITH_AUTH
          | PublicArea.NO_DA
          | PublicArea.ENCRYPTED_DUPLICATION
          | PublicArea.SIGN;

  private HmacKey() {}

  static PublicArea template(PublicArea authority, KeyringName keyring) {
    return area(authority, keyring, new byte[0]);
  }

  /// Whether a public area is that of such a key; it differs from the template in nothing but what
  /// stands for the key itself. A TPM takes a key only with the public area it was made with.
  static boolean isOne(PublicArea key, PublicArea authority, KeyringName keyring) {
    byte[] body = key.body();
    if (body.length < UNIQUE_BYTES) {
      return false;
    }
    byte[] unique = Arrays.copyOfRange(body, body.length - UNIQUE_BYTES, body.length);
    return key.equals(area(authority, keyring, unique));
  }

  private static PublicArea area(PublicArea authority, KeyringName keyring, byte[] unique) {
    byte[] policy = Policy.ofKeys(authority, keyring);
    return PublicArea.of(
        ByteBuffer.allocate(16 + policy.length + unique.length)
            .putShort((short) PublicArea.KEYED_HASH)
            .putShort((short) PublicArea.SHA256)
            .putInt(ATTRIBUTES)
            .putShort((short) policy.length)
            .put(policy)
            .putShort(HMAC)
            .putShort((short) PublicArea.SHA256)
            .putShort((short) unique.length)
            .put(unique)
            .array());
  }
}
