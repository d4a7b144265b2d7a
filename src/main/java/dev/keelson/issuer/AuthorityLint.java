package dev.keelson.issuer;

import static org.bouncycastle.asn1.x509.KeyPurposeId.id_kp_clientAuth;

import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;

/// What an issuing certificate may be too much or too little for: one that is stolen, or misled,
/// must still do nothing but certify clients.
public final class AuthorityLint {
  private AuthorityLint() {}

  /// Each rule that is broken.
  public static List<String> faults(Authority authority) {
    List<String> faults = new ArrayList<>();
    Extensions extensions = extensions(authority);
    var basic = BasicConstraints.fromExtensions(extensions);
    if (basic.getPathLenConstraint() == null || basic.getPathLenConstraint().signum() != 0) {
      faults.add("RFC 5280 §4.2.1.9: its path length is not 0, so it could make authorities");
    }
    if (!new ExtendedKeyUsage(id_kp_clientAuth)
        .equals(ExtendedKeyUsage.fromExtensions(extensions))) {
      faults.add("RFC 5280 §4.2.1.12: its extended key usage is not clientAuth alone");
    }
    if (extensions.getExtension(Extension.subjectKeyIdentifier) == null) {
      faults.add("RFC 5280 §4.2.1.2: it has no subject key identifier");
    }
    names(extensions, faults);
    return faults;
  }

  private static void names(Extensions extensions, List<String> faults) {
    var constraints =
        NameConstraints.getInstance(extensions.getExtensionParsedValue(Extension.nameConstraints));
    if (constraints == null || constraints.getPermittedSubtrees() == null) {
      faults.add("RFC 5280 §4.2.1.10: no name constraint says which DNS names it may certify");
      return;
    }
    if (!excludes(constraints, 8) || !excludes(constraints, 32)) {
      faults.add("RFC 5280 §4.2.1.10: it does not exclude every IP address");
    }
  }

  /// @param bytes of an address and a mask, all zero
  private static boolean excludes(NameConstraints constraints, int bytes) {
    if (constraints.getExcludedSubtrees() == null) {
      return false;
    }
    for (GeneralSubtree subtree : constraints.getExcludedSubtrees()) {
      GeneralName base = subtree.getBase();
      boolean isAll =
          base.getTagNo() == GeneralName.iPAddress
              && org.bouncycastle.asn1.ASN1OctetString.getInstance(base.getName())
                      .getOctets()
                      .length
                  == bytes;
      if (isAll) {
        return true;
      }
    }
    return false;
  }

  private static Extensions extensions(Authority authority) {
    try {
      return new JcaX509CertificateHolder(authority.issuing()).getExtensions();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was parsed encodes", e);
    }
  }
}
