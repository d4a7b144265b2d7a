package dev.keelson.issuer;

import static org.bouncycastle.asn1.x509.KeyPurposeId.id_kp_clientAuth;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;

/// Writes what a client's certificate says (RFC 5280 §4.1): the profile's words, the request's key.
record LeafShape(Authority authority, Profile profile, SubjectKey key) {
  /// Clocks of a cluster differ: a node that is behind has to take the certificate, too.
  static final Duration BACKDATE = Duration.ofMinutes(5);

  /// From [#BACKDATE] ago until the profile's time is over, or the authority's.
  TBSCertificate written(Serial serial, Instant now) {
    var tbs = new V3TBSCertificateGenerator();
    tbs.setSerialNumber(new ASN1Integer(serial.value()));
    tbs.setSignature(authority.scheme().identifier());
    tbs.setIssuer(authority.name());
    tbs.setStartDate(time(notBefore(now)));
    tbs.setEndDate(time(notAfter(now)));
    tbs.setSubject(profile.subject().name());
    tbs.setSubjectPublicKeyInfo(key.info());
    tbs.setExtensions(extensions().generate());
    return tbs.generateTBSCertificate();
  }

  static Instant notBefore(Instant now) {
    return now.minus(BACKDATE).truncatedTo(ChronoUnit.SECONDS);
  }

  /// The last second is within (RFC 5280 §4.1.2.5).
  Instant notAfter(Instant now) {
    Instant wanted = now.plus(profile.ttl()).truncatedTo(ChronoUnit.SECONDS);
    return wanted.isAfter(authority.notAfter()) ? authority.notAfter() : wanted;
  }

  /// UTCTime until 2049 (RFC 5280 §4.1.2.5), as BouncyCastle chooses by the year.
  private static Time time(Instant when) {
    return new Time(Date.from(when));
  }

  private ExtensionsGenerator extensions() {
    var extensions = new ExtensionsGenerator();
    try {
      extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      extensions.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      extensions.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(id_kp_clientAuth));
      extensions.addExtension(Extension.subjectAlternativeName, false, names());
      extensions.addExtension(Extension.subjectKeyIdentifier, false, keyIdentifier());
      extensions.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new AuthorityKeyIdentifier(authority.keyIdentifier()));
      return extensions;
    } catch (IOException e) {
      throw new IllegalStateException("what we write ourselves encodes", e);
    }
  }

  private SubjectKeyIdentifier keyIdentifier() {
    return new BcX509ExtensionUtils().createSubjectKeyIdentifier(key.info());
  }

  private GeneralNames names() {
    return new GeneralNames(
        profile.dns().stream()
            .map(name -> new GeneralName(GeneralName.dNSName, name))
            .toArray(GeneralName[]::new));
  }
}
