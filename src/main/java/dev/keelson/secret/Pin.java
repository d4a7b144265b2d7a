package dev.keelson.secret;

/// A token's user or SO PIN, as the UTF-8 bytes that C_Login takes (PKCS#11 v2.40 §5.6).
public final class Pin implements AutoCloseable {
  /// Longer than any vendor's limit; a file beyond it is not a PIN.
  public static final int MAX_BYTES = 256;

  private final SecretBytes utf8;

  /// Takes over the bytes, which must be 1 to [#MAX_BYTES] long.
  public Pin(SecretBytes utf8) {
    if (utf8.length() < 1 || utf8.length() > MAX_BYTES) {
      int length = utf8.length();
      utf8.close();
      throw new IllegalArgumentException("a PIN has 1 to " + MAX_BYTES + " bytes, not " + length);
    }
    this.utf8 = utf8;
  }

  /// The live bytes, valid until close.
  public byte[] revealBytes() {
    return utf8.revealBytes();
  }

  /// One more, with a life of its own.
  public Pin copy() {
    return new Pin(SecretBytes.takeOver(revealBytes().clone()));
  }

  /// Compares in a time that depends on the lengths only.
  public boolean sameAs(Pin other) {
    return utf8.sameAs(other.utf8);
  }

  @Override
  public void close() {
    utf8.close();
  }

  @Override
  public String toString() {
    return "Pin[redacted]";
  }
}
