package dev.keelson.enrollment.keep;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate authority whose key is in memory: a root, and an issuing CA that is constrained as
/// Keelson's is.
public final class SoftCa {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Duration YEAR = Duration.ofDays(365);

  private final String name;
  private final KeyPair rootKeys = keys();
  private final KeyPair issuingKeys = keys();
  private final X509Certificate root;
  private final X509Certificate issuing;

  /// What a certificate is to be.
  ///
  /// @param san a DNS name, or an IP address
  public record Wish(String cn, String san, Instant from, Instant to, KeyPurposeId usage) {
    public static Wish client(Instant now, Duration ttl) {
      return new Wish(
          "kube-apiserver",
          "kube-apiserver.etcd-client.internal",
          now.minusSeconds(300),
          now.plus(ttl),
          KeyPurposeId.id_kp_clientAuth);
    }

    public Wish forUsage(KeyPurposeId other) {
      return new Wish(cn, san, from, to, other);
    }

    public Wish named(String other) {
      return new Wish(other, san, from, to, usage);
    }
  }

  private SoftCa(String name) throws Exception {
    this.name = name;
    Date from = Date.from(Instant.EPOCH);
    Date to = Date.from(Instant.EPOCH.plus(YEAR.multipliedBy(100)));
    X500Name rootName = new X500Name("CN=" + name + " root");
    var rootBuilder =
        new JcaX509v3CertificateBuilder(
            rootName, serial(), from, to, rootName, rootKeys.getPublic());
    rootBuilder.addExtension(Extension.basicConstraints, true, new BasicConstraints(1));
    rootBuilder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    this.root = signed(rootBuilder);
    X500Name issuingName = new X500Name("CN=" + name + " issuing");
    var builder =
        new JcaX509v3CertificateBuilder(
            rootName, serial(), from, to, issuingName, issuingKeys.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
    builder.addExtension(Extension.nameConstraints, true, constraints());
    this.issuing = signed(builder);
  }

  public static SoftCa named(String name) throws Exception {
    return new SoftCa(name);
  }

  private static NameConstraints constraints() {
    var dns = new GeneralSubtree(new GeneralName(GeneralName.dNSName, "etcd-client.internal"));
    return new NameConstraints(
        new GeneralSubtree[] {dns}, new GeneralSubtree[] {everyAddress(4), everyAddress(16)});
  }

  /// An address and a mask of nothing but zeros (RFC 5280 §4.2.1.10).
  private static GeneralSubtree everyAddress(int bytes) {
    var zeros = new DEROctetString(new byte[2 * bytes]);
    return new GeneralSubtree(new GeneralName(GeneralName.iPAddress, zeros));
  }

  public X509Certificate root() {
    return root;
  }

  public X509Certificate issuing() {
    return issuing;
  }

  /// By the issuing CA; what it is constrained to is not looked at here.
  public X509Certificate issue(PublicKey key, Wish wish) throws Exception {
    var by = new X500Name("CN=" + name + " issuing");
    return leaf(by, key, wish, signer(issuingKeys));
  }

  /// A pair with a fresh key, and its chain.
  public Pair pair(Wish wish) throws Exception {
    KeyPair own = keys();
    return new Pair(own.getPrivate(), List.of(issue(own.getPublic(), wish), issuing));
  }

  /// A pair by the root itself, which is constrained to nothing.
  public Pair pairOfTheRoot(Wish wish) throws Exception {
    KeyPair own = keys();
    var by = new X500Name("CN=" + name + " root");
    return new Pair(own.getPrivate(), List.of(leaf(by, own.getPublic(), wish, signer(rootKeys))));
  }

  private static X509Certificate leaf(X500Name by, PublicKey key, Wish wish, ContentSigner signer)
      throws Exception {
    var builder =
        new JcaX509v3CertificateBuilder(
            by,
            serial(),
            Date.from(wish.from()),
            Date.from(wish.to()),
            new X500Name("CN=" + wish.cn()),
            key);
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(wish.usage()));
    int kind = wish.san().matches("[0-9.]+") ? GeneralName.iPAddress : GeneralName.dNSName;
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(new GeneralName(kind, wish.san())));
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  /// A revocation list in DER.
  public byte[] crl(List<X509Certificate> revoked) throws Exception {
    Date now = Date.from(Instant.EPOCH);
    var builder = new JcaX509v2CRLBuilder(issuing, now);
    builder.setNextUpdate(Date.from(Instant.EPOCH.plus(YEAR.multipliedBy(100))));
    for (X509Certificate one : new ArrayList<>(revoked)) {
      builder.addCRLEntry(one.getSerialNumber(), now, 0);
    }
    return builder.build(signer(issuingKeys)).getEncoded();
  }

  private X509Certificate signed(JcaX509v3CertificateBuilder builder) throws Exception {
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer(rootKeys)));
  }

  private static ContentSigner signer(KeyPair keys) throws Exception {
    return new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
  }

  private static BigInteger serial() {
    return new BigInteger(136, RANDOM).setBit(135);
  }

  private static KeyPair keys() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
      return generator.generateKeyPair();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
