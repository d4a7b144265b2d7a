package dev.keelson.recovery;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// A seed sealed to one recipient, as the API server stores it in an annotation.
///
/// | offset | bytes | what |
/// |--------|-------|------|
/// | 0 | 1 | version, 1 |
/// | 1 | k | RSAES-OAEP ciphertext (RFC 8017 §7.1), as long as the recipient's modulus |
///
/// Version 1: OAEP with SHA-256, MGF1 with SHA-256, and an empty label; what is sealed is
/// [CopyText]. Nothing may follow.
public final class RecoveryCopy {
  static final int FIXED_BYTES = 1;
  static final int VERSION = 1;

  private static final int MIN_CIPHERTEXT = Recipient.MIN_BITS / Byte.SIZE;
  private static final int MAX_CIPHERTEXT = Recipient.MAX_BITS / Byte.SIZE;

  private final byte[] ciphertext;

  RecoveryCopy(byte[] ciphertext) {
    if (ciphertext.length < MIN_CIPHERTEXT || ciphertext.length > MAX_CIPHERTEXT) {
      throw new IllegalArgumentException(
          "a copy seals in " + MIN_CIPHERTEXT + " to " + MAX_CIPHERTEXT + " bytes");
    }
    this.ciphertext = ciphertext.clone();
  }

  /// Reads a whole copy: no byte is left over, and none is missing that a recipient's shortest key
  /// would make.
  public static RecoveryCopy parse(byte[] bytes) throws MalformedCopyException {
    if (bytes.length < FIXED_BYTES) {
      throw new MalformedCopyException("no bytes at all");
    }
    if (bytes[0] != VERSION) {
      throw new MalformedCopyException("a version this program does not know");
    }
    int length = bytes.length - FIXED_BYTES;
    if (length < MIN_CIPHERTEXT || length > MAX_CIPHERTEXT) {
      throw new MalformedCopyException("a length that no recipient's key makes");
    }
    return new RecoveryCopy(Arrays.copyOfRange(bytes, FIXED_BYTES, bytes.length));
  }

  public byte[] encode() {
    return ByteBuffer.allocate(FIXED_BYTES + ciphertext.length)
        .put((byte) VERSION)
        .put(ciphertext)
        .array();
  }

  /// For the recipient's private key.
  public byte[] ciphertext() {
    return ciphertext.clone();
  }
}
