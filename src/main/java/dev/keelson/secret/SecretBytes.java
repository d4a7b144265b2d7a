package dev.keelson.secret;

import java.security.MessageDigest;
import java.util.Arrays;

/// Bytes that must not outlive their use: zeroed on close, never printed.
public final class SecretBytes implements AutoCloseable {
  private final byte[] bytes;
  private volatile boolean closed;

  private SecretBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Takes over the array itself: the caller must not use it again, closing zeroes it.
  public static SecretBytes takeOver(byte[] bytes) {
    return new SecretBytes(bytes);
  }

  public int length() {
    return bytes.length;
  }

  /// The only way to the bytes: the live array, valid until close, not a copy.
  public byte[] revealBytes() {
    if (closed) {
      throw new IllegalStateException("a secret was used after it was closed");
    }
    return bytes;
  }

  /// Compares in a time that depends on the lengths only.
  public boolean sameAs(SecretBytes other) {
    return MessageDigest.isEqual(revealBytes(), other.revealBytes());
  }

  @Override
  public void close() {
    closed = true;
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public String toString() {
    return "SecretBytes[redacted]";
  }
}
