package dev.keelson.issuer;

import static org.bouncycastle.asn1.x509.KeyPurposeId.id_kp_clientAuth;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;

/// Reads what is about to be signed, from its bytes and with other code than wrote it, and tells
/// what a certificate of this profile may not be. Every fault is one of ours: nothing of it came
/// from a caller but the key.
record Lint(Authority authority, Profile profile, Instant now) {
  private static final int MAX_BYTES = 2048;
  private static final int MIN_SERIAL_BITS = 128;

  private static final Set<ASN1ObjectIdentifier> EXTENSIONS =
      Set.of(
          Extension.basicConstraints,
          Extension.keyUsage,
          Extension.extendedKeyUsage,
          Extension.subjectAlternativeName,
          Extension.subjectKeyIdentifier,
          Extension.authorityKeyIdentifier);

  private static final Set<ASN1ObjectIdentifier> CRITICAL =
      Set.of(Extension.basicConstraints, Extension.keyUsage);

  /// Each rule that is broken; none, and it may be signed.
  List<String> faults(byte[] der) {
    if (der.length > MAX_BYTES) {
      return List.of("it has " + der.length + " bytes, which is more than " + MAX_BYTES);
    }
    TBSCertificate tbs;
    try {
      tbs = TBSCertificate.getInstance(der);
    } catch (RuntimeException e) {
      return List.of("it does not parse: " + e.getMessage());
    }
    var faults = new Findings(new ArrayList<>());
    encoding(tbs, der, faults);
    names(tbs, faults);
    validity(tbs, faults);
    faults.unless(SubjectKeyFault.of(tbs, profile).isEmpty(), SubjectKeyFault.of(tbs, profile));
    extensions(tbs.getExtensions(), tbs, faults);
    return faults.all();
  }

  private record Findings(List<String> all) {
    void unless(boolean good, String fault) {
      if (!good) {
        all.add(fault);
      }
    }
  }

  /// What is wrong with the key, or nothing.
  private static final class SubjectKeyFault {
    static String of(TBSCertificate tbs, Profile profile) {
      try {
        var key = SubjectKey.of(tbs.getSubjectPublicKeyInfo());
        return profile.keys().contains(key.kind())
            ? ""
            : "the profile does not allow keys of " + key.kind();
      } catch (IllegalArgumentException e) {
        return String.valueOf(e.getMessage());
      }
    }
  }

  private void encoding(TBSCertificate tbs, byte[] der, Findings faults) {
    faults.unless(tbs.getVersionNumber() == 3, "RFC 5280 §4.1.2.1: it is not of version 3");
    var serial = tbs.getSerialNumber().getValue();
    faults.unless(
        serial.signum() > 0
            && serial.bitLength() > MIN_SERIAL_BITS
            && serial.toByteArray().length <= 20,
        "RFC 5280 §4.1.2.2: the serial is not positive, long and within 20 bytes");
    faults.unless(
        tbs.getSignature().equals(authority.scheme().identifier()),
        "RFC 5280 §4.1.2.3: the algorithm is not that of the authority's key");
    try {
      faults.unless(MessageDigest.isEqual(tbs.getEncoded("DER"), der), "X.690: it is not DER");
    } catch (IOException e) {
      faults.unless(false, "X.690: it does not encode");
    }
  }

  private void names(TBSCertificate tbs, Findings faults) {
    faults.unless(
        encodes(tbs.getIssuer(), authority.name()),
        "RFC 5280 §4.1.2.4: the issuer is not the authority's subject, byte for byte");
    faults.unless(
        encodes(tbs.getSubject(), profile.subject().name()),
        "RFC 5280 §4.1.2.6: the subject is not the profile's");
    faults.unless(
        tbs.getIssuerUniqueId() == null && tbs.getSubjectUniqueId() == null,
        "RFC 5280 §4.1.2.8: it has unique identifiers");
  }

  private static boolean encodes(ASN1Object one, ASN1Object other) {
    try {
      return MessageDigest.isEqual(one.getEncoded("DER"), other.getEncoded("DER"));
    } catch (IOException e) {
      return false;
    }
  }

  private void validity(TBSCertificate tbs, Findings faults) {
    Instant from = tbs.getStartDate().getDate().toInstant();
    Instant to = tbs.getEndDate().getDate().toInstant();
    faults.unless(
        !from.isAfter(now) && !from.isBefore(now.minus(LeafShape.BACKDATE).minusSeconds(1)),
        "RFC 5280 §4.1.2.5: it does not begin within 5 minutes before now");
    faults.unless(to.isAfter(now), "RFC 5280 §4.1.2.5: it is over before it begins");
    faults.unless(!to.isAfter(authority.notAfter()), "it outlives the authority");
    faults.unless(
        Duration.between(now, to).compareTo(profile.ttl()) <= 0,
        "it lives longer than the profile allows");
  }

  private void extensions(Extensions extensions, TBSCertificate tbs, Findings faults) {
    faults.unless(
        extensions != null
            && Set.of(extensions.getExtensionOIDs()).equals(EXTENSIONS)
            && Set.of(extensions.getCriticalExtensionOIDs()).equals(CRITICAL),
        "RFC 5280 §4.2: its extensions are not exactly those of a client");
    if (extensions == null || !faults.all().isEmpty()) {
      return;
    }
    faults.unless(
        !BasicConstraints.fromExtensions(extensions).isCA(),
        "RFC 5280 §4.2.1.9: it could issue certificates");
    faults.unless(
        KeyUsage.fromExtensions(extensions).equals(new KeyUsage(KeyUsage.digitalSignature)),
        "RFC 5280 §4.2.1.3: its key may do more than sign");
    faults.unless(
        ExtendedKeyUsage.fromExtensions(extensions).equals(new ExtendedKeyUsage(id_kp_clientAuth)),
        "RFC 5280 §4.2.1.12: it is for more than TLS clients");
    identifiers(extensions, tbs, faults);
    alternativeNames(
        GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName), faults);
  }

  private void identifiers(Extensions extensions, TBSCertificate tbs, Findings faults) {
    byte[] issuer =
        Objects.requireNonNullElse(
            AuthorityKeyIdentifier.fromExtensions(extensions).getKeyIdentifierOctets(),
            new byte[0]);
    faults.unless(
        MessageDigest.isEqual(issuer, authority.keyIdentifier()),
        "RFC 5280 §4.2.1.1: it names another key of the authority");
    byte[] own = SubjectKeyIdentifier.fromExtensions(extensions).getKeyIdentifier();
    var key = tbs.getSubjectPublicKeyInfo();
    faults.unless(
        MessageDigest.isEqual(own, sha1(key.getPublicKeyData().getBytes())),
        "RFC 5280 §4.2.1.2: it does not name its own key");
    faults.unless(
        !key.equals(SubjectPublicKeyInfo.getInstance(authority.publicKey().getEncoded())),
        "it certifies the authority's own key");
  }

  /// A name for a key, of which no more is asked than that others have another.
  private static byte[] sha1(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  private void alternativeNames(GeneralNames names, Findings faults) {
    List<String> seen = new ArrayList<>();
    for (GeneralName name : names.getNames()) {
      String text = name.getName().toString();
      seen.add(text);
      faults.unless(
          name.getTagNo() == GeneralName.dNSName && authority.permitsDns(text),
          "RFC 5280 §4.2.1.10: the authority may not certify the name " + text);
    }
    faults.unless(seen.equals(profile.dns()), "its names are not the profile's");
  }
}
