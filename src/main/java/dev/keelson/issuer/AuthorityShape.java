package dev.keelson.issuer;

import static org.bouncycastle.asn1.x509.KeyPurposeId.id_kp_clientAuth;

import java.io.IOException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.CertificationRequestInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;

/// Writes the certificates of an authority: a root that etcd trusts for long, and below it an
/// issuing one that can do nothing but certify clients. Go's TLS heeds the constraints of both,
/// trust anchor or not.
///
/// @param commonName of the issuing certificate, without its generation
/// @param permittedDns what may be certified, and all below it
public record AuthorityShape(String commonName, List<String> permittedDns, SecureRandom random) {
  public static final Duration ROOT_LIFE = Duration.ofDays(3650);
  public static final Duration ISSUING_LIFE = Duration.ofDays(730);

  private static final Duration BACKDATE = Duration.ofMinutes(5);

  /// A signer and its public key.
  public record Signer(PublicKey key, CaSigner signer) {}

  /// From when until when.
  public record Life(Instant from, Duration length) {
    Instant to() {
      return from.plus(length);
    }
  }

  public AuthorityShape {
    if (!commonName.matches("[A-Za-z0-9][A-Za-z0-9 ._-]{0,47}")) {
      throw new IllegalArgumentException("'" + commonName + "' is no name for an authority");
    }
    permittedDns = List.copyOf(permittedDns);
    if (permittedDns.isEmpty()) {
      throw new IllegalArgumentException("an authority is permitted some DNS name");
    }
    permittedDns.forEach(Profile::requireDns);
  }

  /// Whether a name lies within what may be certified.
  public boolean permits(String dns) {
    return permittedDns.stream().anyMatch(base -> dns.equals(base) || dns.endsWith("." + base));
  }

  private X500Name root() {
    return name(commonName + " root");
  }

  private X500Name issuing(int generation) {
    return name(commonName + " issuing " + generation);
  }

  private static X500Name name(String commonName) {
    return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, commonName).build();
  }

  /// A root, signed by itself. Only issuing certificates can follow on it.
  public X509Certificate root(Signer root, Life life) throws SignerException {
    var extensions = extensions(root.key(), 1);
    identify(extensions, root.key());
    return Signing.assembled(
        tbs(new Names(root(), root()), root.key(), life, extensions).setBy(root.key()), root);
  }

  /// An issuing certificate below a root.
  ///
  /// @param root as it is: what it signs carries its name, and does not outlive it
  public X509Certificate issuing(int generation, PublicKey key, X509Certificate root, Below below)
      throws SignerException {
    var extensions = extensions(key, 0);
    constrain(extensions);
    identify(extensions, root.getPublicKey());
    var names =
        new Names(
            issuing(generation), X500Name.getInstance(root.getSubjectX500Principal().getEncoded()));
    return Signing.assembled(
        tbs(names, key, below.life(), extensions).setBy(root.getPublicKey()),
        new Signer(root.getPublicKey(), below.signer()));
  }

  /// Who signs an issuing certificate, and for how long.
  public record Below(Life life, CaSigner signer) {}

  /// A request for a root that is elsewhere (RFC 2986), with the extensions that its certificate is
  /// to have.
  ///
  /// @return in DER
  public byte[] request(int generation, Signer own) throws SignerException {
    var extensions = extensions(own.key(), 0);
    constrain(extensions);
    var wanted =
        new Attribute(
            PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, new DERSet(extensions.generate()));
    var info =
        new CertificationRequestInfo(issuing(generation), info(own.key()), new DERSet(wanted));
    return Signing.wrapped(info, own);
  }

  private static SubjectPublicKeyInfo info(PublicKey key) {
    return SubjectPublicKeyInfo.getInstance(key.getEncoded());
  }

  /// RFC 5280 §4.2.1.9, §4.2.1.3, §4.2.1.2.
  private static ExtensionsGenerator extensions(PublicKey key, int pathLength) {
    var extensions = new ExtensionsGenerator();
    try {
      extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(pathLength));
      extensions.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      extensions.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          new BcX509ExtensionUtils().createSubjectKeyIdentifier(info(key)));
      return extensions;
    } catch (IOException e) {
      throw encodes(e);
    }
  }

  /// RFC 5280 §4.2.1.12, which Go and OpenSSL take down the chain, and §4.2.1.10.
  private void constrain(ExtensionsGenerator extensions) {
    try {
      extensions.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(id_kp_clientAuth));
      extensions.addExtension(
          Extension.nameConstraints, true, new NameConstraints(permitted(), excluded()));
    } catch (IOException e) {
      throw encodes(e);
    }
  }

  private GeneralSubtree[] permitted() {
    return permittedDns.stream()
        .map(name -> new GeneralSubtree(new GeneralName(GeneralName.dNSName, name)))
        .toArray(GeneralSubtree[]::new);
  }

  /// All of IPv4 and of IPv6: an address and a mask of zeroes.
  private static GeneralSubtree[] excluded() {
    return new GeneralSubtree[] {all(8), all(32)};
  }

  private static GeneralSubtree all(int bytes) {
    return new GeneralSubtree(
        new GeneralName(GeneralName.iPAddress, new DEROctetString(new byte[bytes])));
  }

  private static void identify(ExtensionsGenerator extensions, PublicKey by) {
    try {
      extensions.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new AuthorityKeyIdentifier(
              new BcX509ExtensionUtils().createSubjectKeyIdentifier(info(by)).getKeyIdentifier()));
    } catch (IOException e) {
      throw encodes(e);
    }
  }

  private record Names(X500Name subject, X500Name issuer) {}

  /// What is to be signed, but for by what.
  private record Unsigned(V3TBSCertificateGenerator tbs) {
    ASN1Encodable setBy(PublicKey key) {
      tbs.setSignature(SignatureScheme.of(key).identifier());
      return tbs.generateTBSCertificate();
    }
  }

  private Unsigned tbs(Names names, PublicKey key, Life life, ExtensionsGenerator extensions) {
    var tbs = new V3TBSCertificateGenerator();
    tbs.setSerialNumber(new ASN1Integer(Serial.random(random).value()));
    tbs.setIssuer(names.issuer());
    tbs.setSubject(names.subject());
    tbs.setStartDate(time(life.from().minus(BACKDATE)));
    tbs.setEndDate(time(life.to()));
    tbs.setSubjectPublicKeyInfo(info(key));
    Extensions all = extensions.generate();
    tbs.setExtensions(all);
    return new Unsigned(tbs);
  }

  private static Time time(Instant when) {
    return new Time(Date.from(when.truncatedTo(ChronoUnit.SECONDS)));
  }

  private static IllegalStateException encodes(IOException e) {
    return new IllegalStateException("what we write ourselves encodes", e);
  }
}
