package dev.keelson.enrollment.keep;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/// A private key and its certificate, with the certificates of the issuers behind it.
public final class Pair {
  private static final byte[] PROOF = "keelson: one pair".getBytes(US_ASCII);

  private final PrivateKey key;
  private final List<X509Certificate> chain;

  /// @param chain the certificate of the key first, then each one's issuer
  Pair(PrivateKey key, List<X509Certificate> chain) {
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a pair has a certificate");
    }
    this.key = key;
    this.chain = List.copyOf(chain);
  }

  PrivateKey key() {
    return key;
  }

  public List<X509Certificate> chain() {
    return chain;
  }

  public X509Certificate leaf() {
    return chain.getFirst();
  }

  Instant notBefore() {
    return leaf().getNotBefore().toInstant();
  }

  public Instant notAfter() {
    return leaf().getNotAfter().toInstant();
  }

  /// Whether the time is within the certificate's own, both ends included (RFC 5280 §4.1.2.5).
  boolean isValidAt(Instant time) {
    return !time.isBefore(notBefore()) && !time.isAfter(notAfter());
  }

  /// Whether the certificate is that of the key: what one signs, the other verifies.
  boolean matches() {
    try {
      return verifies(leaf().getPublicKey(), signature());
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private byte[] signature() throws GeneralSecurityException {
    var signer = Signature.getInstance(algorithm(key.getAlgorithm()));
    signer.initSign(key);
    signer.update(PROOF);
    return signer.sign();
  }

  private static boolean verifies(PublicKey key, byte[] signature) throws GeneralSecurityException {
    var verifier = Signature.getInstance(algorithm(key.getAlgorithm()));
    verifier.initVerify(key);
    verifier.update(PROOF);
    return verifier.verify(signature);
  }

  private static String algorithm(String key) {
    return key.equals("EC") ? "SHA256withECDSA" : "SHA256with" + key;
  }

  /// The serial as `keelson cert list` shows it.
  public String serial() {
    return leaf().getSerialNumber().toString(16);
  }

  @Override
  public String toString() {
    return "Pair[serial=" + serial() + " key=redacted]";
  }
}
