package dev.keelson.issuer;

import java.security.PublicKey;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/// How an authority signs: one way for each kind of key, which every TLS stack of etcd takes.
public enum SignatureScheme {
  ECDSA_SHA256("SHA256withECDSA", "SHA-256"),
  ECDSA_SHA384("SHA384withECDSA", "SHA-384"),
  RSA_SHA256("SHA256withRSA", "SHA-256");

  private final String jcaName;
  private final String digest;

  SignatureScheme(String jcaName, String digest) {
    this.jcaName = jcaName;
    this.digest = digest;
  }

  /// The way of an authority's key.
  ///
  /// @throws IllegalArgumentException for a key that is none of ours
  public static SignatureScheme of(PublicKey key) {
    return KeyKind.of(key)
        .map(SignatureScheme::of)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "an authority does not sign with this key: " + key.getAlgorithm()));
  }

  public static SignatureScheme of(KeyKind kind) {
    return switch (kind) {
      case EC_P256 -> ECDSA_SHA256;
      case EC_P384 -> ECDSA_SHA384;
      case RSA_3072, RSA_4096 -> RSA_SHA256;
    };
  }

  /// As `java.security.Signature` knows it.
  public String jcaName() {
    return jcaName;
  }

  /// As `java.security.MessageDigest` knows it.
  public String digest() {
    return digest;
  }

  /// RFC 5758 §3.2 (no parameters), RFC 4055 §5 (NULL).
  public AlgorithmIdentifier identifier() {
    return switch (this) {
      case ECDSA_SHA256 -> new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
      case ECDSA_SHA384 -> new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA384);
      case RSA_SHA256 ->
          new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE);
    };
  }
}
