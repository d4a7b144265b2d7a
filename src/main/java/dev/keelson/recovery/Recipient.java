package dev.keelson.recovery;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.HexFormat;

/// Who can open recovery copies: an RSA public key whose private half lives elsewhere.
///
/// @param fingerprint of the key: the first 16 hexadecimal digits of the SHA-256 of its
///   SubjectPublicKeyInfo (RFC 5280 §4.1.2.7), as `openssl pkey -pubin -outform DER | sha256sum`
///   tells it
public record Recipient(RSAPublicKey key, String fingerprint) {
  /// 128 bits of security (NIST SP 800-57 part 1, table 2): a copy outlives the KEK's token.
  public static final int MIN_BITS = 3072;

  /// Beyond it an API server's start would wait for the arithmetic.
  public static final int MAX_BITS = 8192;

  private static final String ANNOTATION = ".recovery.keelson.dev";

  /// NIST SP 800-56B §6.2 wants a public exponent above 2^16.
  private static final int MIN_EXPONENT = 65_537;

  private static final int FINGERPRINT_BYTES = 8;

  public Recipient {
    requireFit(key);
    if (!fingerprint.equals(fingerprintOf(key))) {
      throw new IllegalArgumentException(fingerprint + " is not the fingerprint of this key");
    }
  }

  /// The recipient with this key.
  ///
  /// @throws IllegalArgumentException with a sentence, when no copy is to be made for it
  public static Recipient of(RSAPublicKey key) {
    return new Recipient(key, fingerprintOf(key));
  }

  /// The recipient whose public key is in a PEM file.
  ///
  /// @throws IllegalArgumentException with a sentence, when it is not
  public static Recipient read(Path file) {
    return of(PublicKeyPem.read(file));
  }

  /// The name under which its copies go with an envelope; KMS v2 wants a domain's name.
  public String annotation() {
    return fingerprint + ANNOTATION;
  }

  /// Whether an annotation of this name is a recovery copy, of whichever recipient.
  public static boolean isCopy(String annotation) {
    return annotation.endsWith(ANNOTATION);
  }

  /// The length of what RSA makes with this key.
  public int ciphertextBytes() {
    return (key.getModulus().bitLength() + Byte.SIZE - 1) / Byte.SIZE;
  }

  private static void requireFit(RSAPublicKey key) {
    int bits = key.getModulus().bitLength();
    if (bits < MIN_BITS || bits > MAX_BITS) {
      throw new IllegalArgumentException(
          "an RSA key of " + bits + " bits, not " + MIN_BITS + " to " + MAX_BITS);
    }
    var exponent = key.getPublicExponent();
    if (exponent.bitLength() <= Short.SIZE || !exponent.testBit(0)) {
      throw new IllegalArgumentException(
          "an RSA key with the public exponent " + exponent + ", not " + MIN_EXPONENT + " or more");
    }
  }

  private static String fingerprintOf(RSAPublicKey key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return fingerprint;
  }
}
