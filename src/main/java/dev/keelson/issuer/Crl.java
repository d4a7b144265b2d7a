package dev.keelson.issuer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.TBSCertList;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V2TBSCertListGenerator;

/// A revocation list (RFC 5280 §5). It has the serials of every authority's generation in one list,
/// without certificateIssuer entries: etcd reads one file, and of that the serials alone.
///
/// @param der never compared
@SuppressWarnings("ArrayRecordComponent") // written once
public record Crl(byte[] der, BigInteger number, Instant thisUpdate, Instant nextUpdate) {
  /// Reads it.
  ///
  /// @throws IllegalArgumentException when it is no revocation list with a number
  public static Crl parse(byte[] der) {
    X509CRL crl = parsed(der);
    byte[] number = crl.getExtensionValue(Extension.cRLNumber.getId());
    if (number == null || crl.getNextUpdate() == null) {
      throw new IllegalArgumentException("a revocation list without a number, or without an end");
    }
    var octets = ASN1OctetString.getInstance(number).getOctets();
    return new Crl(
        der.clone(),
        ASN1Integer.getInstance(octets).getValue(),
        crl.getThisUpdate().toInstant(),
        crl.getNextUpdate().toInstant());
  }

  static X509CRL parsed(byte[] der) {
    try {
      var crl =
          (X509CRL)
              CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
      if (der.length == 0 || der[0] != 0x30) {
        throw new IllegalArgumentException("it is not in DER"); // etcd reads no other from 3.6 on
      }
      return crl;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("it is no revocation list", e);
    }
  }

  /// When a list is made, and until when it holds.
  record Issue(BigInteger number, Instant at, Instant until) {}

  /// Writes the list and has it signed.
  static Crl signed(
      Authority authority, Issue issue, Collection<Revocation> entries, CaSigner signer)
      throws SignerException {
    var by = new AuthorityShape.Signer(authority.publicKey(), signer);
    return parse(Signing.wrapped(written(authority, issue, entries), by));
  }

  private static TBSCertList written(
      Authority authority, Issue issue, Collection<Revocation> entries) {
    var list = new V2TBSCertListGenerator();
    list.setSignature(authority.scheme().identifier());
    list.setIssuer(authority.name());
    list.setThisUpdate(time(issue.at()));
    list.setNextUpdate(time(issue.until()));
    for (Revocation one : entries) {
      list.addCRLEntry(new ASN1Integer(one.serial().value()), time(one.at()), UNSPECIFIED);
    }
    var extensions = new ExtensionsGenerator();
    try {
      extensions.addExtension(Extension.cRLNumber, false, new CRLNumber(issue.number()));
      extensions.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new AuthorityKeyIdentifier(authority.keyIdentifier()));
    } catch (IOException e) {
      throw new IllegalStateException("what we write ourselves encodes", e);
    }
    list.setExtensions(extensions.generate());
    return list.generateTBSCertList();
  }

  /// RFC 5280 §5.3.1: left out rather than written.
  private static final int UNSPECIFIED = 0;

  private static Time time(Instant when) {
    return new Time(Date.from(when));
  }
}
