package dev.keelson.issuer;

import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/// A public key that is sound: of a kind that we know, on its curve, with a modulus that is no toy.
///
/// @param sha256 of its `SubjectPublicKeyInfo`, in hexadecimal digits
public record SubjectKey(SubjectPublicKeyInfo info, KeyKind kind, String sha256) {
  private static final int UNCOMPRESSED = 0x04;
  private static final BigInteger EXPONENT = BigInteger.valueOf(65_537);

  /// Judges a key of unknown origin.
  ///
  /// @throws IllegalArgumentException with what is wrong
  static SubjectKey of(SubjectPublicKeyInfo info) {
    if (info.getPublicKeyData().getPadBits() != 0) {
      throw refusal("it ends within a byte");
    }
    KeyKind kind = kind(info);
    requireSound(info, kind);
    return new SubjectKey(info, kind, sha256(info));
  }

  public static SubjectKey of(PublicKey key) {
    return of(SubjectPublicKeyInfo.getInstance(key.getEncoded()));
  }

  private static KeyKind kind(SubjectPublicKeyInfo info) {
    var algorithm = info.getAlgorithm().getAlgorithm();
    ASN1Encodable parameters = info.getAlgorithm().getParameters();
    if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      return curve(parameters).orElseThrow(() -> refusal("its curve is not P-256 or P-384"));
    }
    if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)
        && DERNull.INSTANCE.equals(parameters)) {
      return rsa(info);
    }
    throw refusal("its algorithm is not EC or RSA");
  }

  private static Optional<KeyKind> curve(ASN1Encodable parameters) {
    if (SECObjectIdentifiers.secp256r1.equals(parameters)) {
      return Optional.of(KeyKind.EC_P256);
    }
    return SECObjectIdentifiers.secp384r1.equals(parameters)
        ? Optional.of(KeyKind.EC_P384)
        : Optional.empty();
  }

  /// Its size comes first: how long BouncyCastle looks for factors is the sender's to choose
  /// otherwise, two seconds for 16384 bits.
  private static KeyKind rsa(SubjectPublicKeyInfo info) {
    RSAPublicKey rsa = numbers(info);
    int bits = rsa.getModulus().bitLength();
    KeyKind kind =
        KeyKind.ofRsa(bits)
            .orElseThrow(
                () -> refusal("its modulus has " + bits + " bits instead of 3072 or 4096"));
    if (!rsa.getPublicExponent().equals(EXPONENT)) {
      throw refusal("its exponent is not 65537");
    }
    if (!(parsed(info) instanceof RSAKeyParameters)) {
      throw refusal("it is no RSA key");
    }
    return kind;
  }

  /// Only as DER has them: BouncyCastle reads a modulus without its sign byte too, and a
  /// certificate with one is refused by etcd (Go's crypto/x509, "RSA modulus is not a positive
  /// number").
  private static RSAPublicKey numbers(SubjectPublicKeyInfo info) {
    try {
      var rsa = RSAPublicKey.getInstance(info.parsePublicKey());
      if (!MessageDigest.isEqual(rsa.getEncoded(), info.getPublicKeyData().getOctets())) {
        throw new IOException("its numbers are not in DER");
      }
      return rsa;
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException("the public key is no RSA key: " + e.getMessage(), e);
    }
  }

  private static void requireSound(SubjectPublicKeyInfo info, KeyKind kind) {
    if (kind.isRsa()) {
      return;
    }
    byte[] point = info.getPublicKeyData().getOctets();
    boolean whole = point.length == 1 + 2 * kind.bits() / Byte.SIZE && point[0] == UNCOMPRESSED;
    if (!whole || !(parsed(info) instanceof ECPublicKeyParameters)) {
      throw refusal("its point is not whole");
    }
  }

  /// BouncyCastle refuses a point off its curve, and a modulus that is even or has small factors.
  private static AsymmetricKeyParameter parsed(SubjectPublicKeyInfo info) {
    try {
      return PublicKeyFactory.createKey(info);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException("the public key is not sound: " + e.getMessage(), e);
    }
  }

  private static IllegalArgumentException refusal(String why) {
    return new IllegalArgumentException("the public key is not one that is certified: " + why);
  }

  private static String sha256(SubjectPublicKeyInfo info) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(info.getEncoded()));
    } catch (NoSuchAlgorithmException | IOException e) {
      throw new IllegalStateException("the JDK has SHA-256, and what was parsed encodes", e);
    }
  }
}
