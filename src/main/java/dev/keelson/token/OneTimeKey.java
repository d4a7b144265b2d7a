package dev.keelson.token;

import dev.keelson.secret.SecretBytes;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/// An AES-256 key that seals one message, in this process (NIST SP 800-38D). As it seals no second
/// one, the IV may be the same for all: twelve zero bytes.
///
/// Closing zeroes the key. What the JDK has expanded of it lives in its cipher until that is
/// collected; there is no way to reach it.
final class OneTimeKey implements AutoCloseable {
  static final int BYTES = 32;
  private static final int TAG_BITS = 128;
  private static final byte[] IV = new byte[12];

  private final SecretBytes key;

  /// @param key taken over
  OneTimeKey(SecretBytes key) {
    if (key.length() != BYTES) {
      throw new IllegalArgumentException("a one-time key has " + BYTES + " bytes");
    }
    this.key = key;
  }

  /// Ciphertext and tag.
  byte[] seal(SecretBytes plaintext, byte[] aad) {
    try {
      return cipher(Cipher.ENCRYPT_MODE, aad).doFinal(plaintext.revealBytes());
    } catch (GeneralSecurityException e) {
      throw new AssertionError("AES-GCM refuses a good key", e);
    }
  }

  /// @throws AEADBadTagException for what this key did not seal
  SecretBytes open(byte[] sealed, byte[] aad) throws AEADBadTagException {
    try {
      return SecretBytes.takeOver(cipher(Cipher.DECRYPT_MODE, aad).doFinal(sealed));
    } catch (AEADBadTagException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new AssertionError("AES-GCM refuses a good key", e);
    }
  }

  private Cipher cipher(int mode, byte[] aad) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new Encoded(key), new GCMParameterSpec(TAG_BITS, IV));
    cipher.updateAAD(aad);
    return cipher;
  }

  @Override
  public void close() {
    key.close();
  }

  /// For the JDK, which zeroes the copies that it takes; `SecretKeySpec` would keep one of its own.
  private static final class Encoded implements SecretKey {
    private static final long serialVersionUID = 1L;

    private final transient SecretBytes key;

    Encoded(SecretBytes key) {
      this.key = key;
    }

    @Override
    public String getAlgorithm() {
      return "AES";
    }

    @Override
    public String getFormat() {
      return "RAW";
    }

    @Override
    public byte[] getEncoded() {
      return key.revealBytes().clone();
    }
  }
}
