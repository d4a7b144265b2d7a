package dev.keelson.cli.doctor.etcd;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A CA with its key in memory, that signs what it is asked to.
///
/// @param chain of the CAs above it, itself first; a root is alone
public record TestCa(List<X509Certificate> chain, KeyPair keys) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /// What a certificate is to have.
  public record Wish(
      String cn, List<String> names, List<KeyPurposeId> purposes, Instant from, Instant to) {
    public static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    public static final Instant TO = Instant.parse("2099-01-01T00:00:00Z");

    public static Wish client(String cn, String... names) {
      return new Wish(cn, List.of(names), List.of(KeyPurposeId.id_kp_clientAuth), FROM, TO);
    }

    public static Wish server(String cn, String... names) {
      return client(cn, names).forUse(KeyPurposeId.id_kp_serverAuth);
    }

    public static Wish both(String cn, String... names) {
      return client(cn, names).forUse(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth);
    }

    public Wish forUse(KeyPurposeId... others) {
      return new Wish(cn, names, List.of(others), from, to);
    }

    public Wish until(Instant end) {
      return new Wish(cn, names, purposes, from, end);
    }
  }

  /// A certificate with its key, and those of the CAs that are not trusted as such.
  public record Pair(List<X509Certificate> chain, KeyPair keys) {
    public X509Certificate leaf() {
      return chain.getFirst();
    }

    public String pem() throws GeneralSecurityException {
      StringBuilder all = new StringBuilder();
      for (X509Certificate one : chain) {
        all.append(TestCa.pem(one));
      }
      return all.toString();
    }

    public String keyPem() {
      return TestCa.pem("PRIVATE KEY", keys.getPrivate().getEncoded());
    }
  }

  public static TestCa root(String cn) throws Exception {
    KeyPair keys = newKeys();
    var name = new X500Name("CN=" + cn);
    return new TestCa(
        List.of(
            signed(
                builder(name, name, keys)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(1)),
                keys)),
        keys);
  }

  /// One that this one vouches for.
  public TestCa below(String cn) throws Exception {
    KeyPair others = newKeys();
    var builder =
        builder(name(), new X500Name("CN=" + cn), others)
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    return new TestCa(List.of(signed(builder, keys), chain.getFirst()), others);
  }

  public Pair issue(Wish wish) throws Exception {
    KeyPair others = newKeys();
    var builder =
        new JcaX509v3CertificateBuilder(
            name(),
            new BigInteger(120, RANDOM),
            Date.from(wish.from()),
            Date.from(wish.to()),
            new X500Name("CN=" + wish.cn()),
            others.getPublic());
    if (!wish.purposes().isEmpty()) {
      builder.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(wish.purposes().toArray(KeyPurposeId[]::new)));
    }
    if (!wish.names().isEmpty()) {
      builder.addExtension(Extension.subjectAlternativeName, false, names(wish.names()));
    }
    List<X509Certificate> intermediates = chain.subList(0, chain.size() - 1);
    return new Pair(
        Stream.concat(Stream.of(signed(builder, keys)), intermediates.stream()).toList(), others);
  }

  /// In DER.
  public byte[] crl(Instant next, X509Certificate... revoked) throws Exception {
    Date from = Date.from(next.minus(Duration.ofDays(1)));
    var builder = new X509v2CRLBuilder(name(), from).setNextUpdate(Date.from(next));
    for (X509Certificate one : revoked) {
      builder.addCRLEntry(one.getSerialNumber(), from, CRLReason.keyCompromise);
    }
    return builder.build(signer(keys)).getEncoded();
  }

  public String pem() throws GeneralSecurityException {
    return pem(chain.getFirst());
  }

  public static String pem(X509Certificate certificate) throws GeneralSecurityException {
    return pem("CERTIFICATE", certificate.getEncoded());
  }

  public static String pem(String label, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }

  private X500Name name() {
    return new X500Name(chain.getFirst().getSubjectX500Principal().getName());
  }

  private static KeyPair newKeys() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, KeyPair keys) {
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(120, RANDOM),
        Date.from(Wish.FROM),
        Date.from(Wish.TO),
        subject,
        keys.getPublic());
  }

  private static X509Certificate signed(X509v3CertificateBuilder builder, KeyPair keys)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer(keys)));
  }

  private static ContentSigner signer(KeyPair keys) throws OperatorCreationException {
    return new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
  }

  private static GeneralNames names(List<String> names) {
    return new GeneralNames(
        names.stream()
            .map(name ->
                new GeneralName(
                    name.matches("[0-9.]+") ? GeneralName.iPAddress : GeneralName.dNSName, name))
            .toArray(GeneralName[]::new));
  }
}
