package dev.keelson.issuer;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;
import java.util.stream.Stream;

/// The kinds of keys that we certify, and sign with.
public enum KeyKind {
  EC_P256("ec-p256", 256),
  EC_P384("ec-p384", 384),
  RSA_3072("rsa-3072", 3072),
  RSA_4096("rsa-4096", 4096);

  private final String word;
  private final int bits;

  KeyKind(String word, int bits) {
    this.word = word;
    this.bits = bits;
  }

  /// Of the curve's field, or of the modulus.
  public int bits() {
    return bits;
  }

  public boolean isRsa() {
    return this == RSA_3072 || this == RSA_4096;
  }

  /// Reads a kind's word.
  ///
  /// @throws IllegalArgumentException when it is none
  public static KeyKind ofWord(String word) {
    return Stream.of(values())
        .filter(kind -> kind.word.equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("'" + word + "' is no kind of key"));
  }

  static Optional<KeyKind> ofRsa(int modulusBits) {
    return Stream.of(values()).filter(kind -> kind.isRsa() && kind.bits == modulusBits).findFirst();
  }

  /// The kind of a key of the JDK's; empty for one that is none of ours.
  public static Optional<KeyKind> of(PublicKey key) {
    return switch (key) {
      case RSAPublicKey rsa -> ofRsa(rsa.getModulus().bitLength());
      case ECPublicKey ec ->
          Stream.of(EC_P256, EC_P384)
              .filter(kind -> kind.bits == ec.getParams().getCurve().getField().getFieldSize())
              .findFirst();
      default -> Optional.empty();
    };
  }

  @Override
  public String toString() {
    return word;
  }
}
