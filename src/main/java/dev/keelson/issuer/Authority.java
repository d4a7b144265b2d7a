package dev.keelson.issuer;

import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;

/// An issuing certificate, and what leads from it to the root that etcd trusts.
///
/// @param chain from the issuing one up to the root, without the root
public record Authority(List<X509Certificate> chain, X509Certificate root) {
  /// @throws IllegalArgumentException when one has not signed the next, or the first may not sign
  public Authority {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a chain begins with the issuing certificate");
    }
    for (int i = 0; i < chain.size(); i++) {
      requireSigned(chain.get(i), i + 1 < chain.size() ? chain.get(i + 1) : root);
    }
    requireMaySign(chain.getFirst());
    var _ = SignatureScheme.of(chain.getFirst().getPublicKey());
  }

  private static void requireSigned(X509Certificate one, X509Certificate by) {
    if (!one.getIssuerX500Principal().equals(by.getSubjectX500Principal())) {
      throw new IllegalArgumentException(
          "'"
              + one.getIssuerX500Principal()
              + "' is to have signed, not '"
              + by.getSubjectX500Principal()
              + "'");
    }
    try {
      one.verify(by.getPublicKey());
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "'"
              + by.getSubjectX500Principal()
              + "' did not sign '"
              + one.getSubjectX500Principal()
              + "'",
          e);
    }
  }

  /// RFC 5280 §4.2.1.3: keyCertSign is bit 5, cRLSign bit 6.
  private static void requireMaySign(X509Certificate issuing) {
    boolean[] usage = issuing.getKeyUsage();
    if (issuing.getBasicConstraints() < 0 || usage == null || !usage[5] || !usage[6]) {
      throw new IllegalArgumentException(
          "'" + issuing.getSubjectX500Principal() + "' may not sign certificates and CRLs");
    }
  }

  public X509Certificate issuing() {
    return chain.getFirst();
  }

  public PublicKey publicKey() {
    return issuing().getPublicKey();
  }

  public SignatureScheme scheme() {
    return SignatureScheme.of(publicKey());
  }

  /// No certificate of it outlives this.
  public Instant notAfter() {
    return issuing().getNotAfter().toInstant();
  }

  X500Name name() {
    return X500Name.getInstance(issuing().getSubjectX500Principal().getEncoded());
  }

  /// RFC 5280 §4.2.1.2.
  byte[] keyIdentifier() {
    return SubjectKeyIdentifier.fromExtensions(extensions()).getKeyIdentifier();
  }

  /// Whether a name lies within what this authority is allowed to certify (RFC 5280 §4.2.1.10); one
  /// without constraints allows all.
  boolean permitsDns(String name) {
    var constraints =
        NameConstraints.getInstance(
            extensions().getExtensionParsedValue(Extension.nameConstraints));
    if (constraints == null || constraints.getPermittedSubtrees() == null) {
      return true;
    }
    for (GeneralSubtree subtree : constraints.getPermittedSubtrees()) {
      GeneralName base = subtree.getBase();
      if (base.getTagNo() == GeneralName.dNSName && isWithin(name, base.getName().toString())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWithin(String name, String base) {
    return name.equals(base) || name.endsWith("." + base);
  }

  private Extensions extensions() {
    try {
      return new JcaX509CertificateHolder(issuing()).getExtensions();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was parsed encodes", e);
    }
  }
}
