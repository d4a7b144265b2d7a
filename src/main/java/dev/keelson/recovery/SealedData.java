package dev.keelson.recovery;

import dev.keelson.recovery.stored.SealedObject;
import dev.keelson.secret.SecretBytes;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// An object's data, opened as kube-apiserver opens it, to prove a seed.
///
/// | bytes | what |
/// |-------|------|
/// | 32 | info, with [SeedKind#HKDF_SHA256_XNONCE_AES_GCM_SEED] alone |
/// | 12 | nonce |
/// | rest | ciphertext, then tag (16), of AES-GCM over the etcd key |
///
/// (k8s.io/apiserver aes `aes_extended_nonce.go`, `aes.go`; RFC 5869 §2.3)
final class SealedData {
  private static final int INFO_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final int KEY_BYTES = 32;

  private SealedData() {}

  static boolean opens(SealedObject object, SecretBytes seed, byte[] etcdKey) {
    byte[] data = object.getData().toByteArray();
    try {
      return switch (object.getSeedKind()) {
        case HKDF_SHA256_XNONCE_AES_GCM_SEED ->
            seed.length() >= KEY_BYTES
                && data.length >= INFO_BYTES
                && opens(derived(seed, Arrays.copyOf(data, INFO_BYTES)), rest(data), etcdKey);
        case AES_GCM_KEY ->
            seed.length() == KEY_BYTES
                && opens(new SecretKeySpec(seed.revealBytes(), "AES"), data, etcdKey);
        case UNRECOGNIZED -> false;
      };
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has HKDF and AES-GCM", e);
    }
  }

  private static byte[] rest(byte[] data) {
    return Arrays.copyOfRange(data, INFO_BYTES, data.length);
  }

  private static SecretKey derived(SecretBytes seed, byte[] info) throws GeneralSecurityException {
    var root = new SecretKeySpec(seed.revealBytes(), "Generic");
    return KDF.getInstance("HKDF-SHA256")
        .deriveKey("AES", HKDFParameterSpec.expandOnly(root, info, KEY_BYTES));
  }

  private static boolean opens(SecretKey key, byte[] data, byte[] etcdKey)
      throws GeneralSecurityException {
    if (data.length < NONCE_BYTES + TAG_BYTES) {
      return false;
    }
    Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
    gcm.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BYTES * 8, data, 0, NONCE_BYTES));
    gcm.updateAAD(etcdKey);
    try {
      Arrays.fill(gcm.doFinal(data, NONCE_BYTES, data.length - NONCE_BYTES), (byte) 0);
      return true;
    } catch (AEADBadTagException _) {
      return false;
    }
  }
}
