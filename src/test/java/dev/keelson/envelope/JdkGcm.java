package dev.keelson.envelope;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-GCM of the JDK, to hold a token's against: a key in memory, tags of 16 bytes.
public final class JdkGcm {
  private final SecretKeySpec key;

  public JdkGcm(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
  }

  /// Ciphertext, then tag.
  public byte[] seal(byte[] iv, byte[] aad, byte[] plaintext) throws GeneralSecurityException {
    return run(Cipher.ENCRYPT_MODE, iv, aad, plaintext);
  }

  public byte[] open(byte[] iv, byte[] aad, byte[] sealed) throws GeneralSecurityException {
    return run(Cipher.DECRYPT_MODE, iv, aad, sealed);
  }

  private byte[] run(int mode, byte[] iv, byte[] aad, byte[] text) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(128, iv));
    cipher.updateAAD(aad);
    return cipher.doFinal(text);
  }
}
