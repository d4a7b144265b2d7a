package dev.keelson.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each rule, by a certificate that breaks it and no other.
class LintTest {
  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
  private static final Profile PROFILE =
      new Profile(
          new ProfileName("apiserver"),
          new Profile.Subject("kube-apiserver-etcd-client", Optional.empty()),
          List.of("apiserver.keelson.invalid"),
          Set.of(KeyKind.EC_P256),
          Duration.ofHours(24));

  @TempDir private Path dir;
  private Authority authority;
  private SubjectKey key;

  @BeforeEach
  void makeAnAuthority() throws Exception {
    authority = SoftAuthority.in(dir, NOON).files().read().newest();
    key = SubjectKey.of(SoftAuthority.pair().getPublic());
  }

  private TBSCertificate good() {
    return new LeafShape(authority, PROFILE, key).written(Serial.random(new SecureRandom()), NOON);
  }

  private List<String> faults(byte[] der) {
    return new Lint(authority, PROFILE, NOON).faults(der);
  }

  @Test
  void findsNothingWrongWithWhatWeWrite() throws Exception {
    assertThat(faults(good().getEncoded("DER"))).isEmpty();
  }

  /// A certificate like the good one, to be changed.
  static final class Draft {
    final V3TBSCertificateGenerator tbs = new V3TBSCertificateGenerator();
    Extensions extensions;

    Draft(TBSCertificate good) {
      tbs.setSerialNumber(good.getSerialNumber());
      tbs.setSignature(good.getSignature());
      tbs.setIssuer(good.getIssuer());
      tbs.setStartDate(good.getStartDate());
      tbs.setEndDate(good.getEndDate());
      tbs.setSubject(good.getSubject());
      tbs.setSubjectPublicKeyInfo(good.getSubjectPublicKeyInfo());
      extensions = good.getExtensions();
    }

    void replace(ASN1ObjectIdentifier which, Extension by) {
      extensions =
          new Extensions(
              Stream.of(extensions.getExtensionOIDs())
                  .map(one -> one.equals(which) ? by : extensions.getExtension(one))
                  .toArray(Extension[]::new));
    }

    void replace(
        ASN1ObjectIdentifier which, boolean critical, org.bouncycastle.asn1.ASN1Object by) {
      try {
        replace(which, new Extension(which, critical, by.getEncoded("DER")));
      } catch (java.io.IOException e) {
        throw new IllegalStateException(e);
      }
    }

    byte[] der() throws Exception {
      tbs.setExtensions(extensions);
      return tbs.generateTBSCertificate().getEncoded("DER");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("breakings")
  void tellsTheRuleThatIsBroken(String rule, Consumer<Draft> breaking) throws Exception {
    var draft = new Draft(good());
    breaking.accept(draft);
    assertThat(faults(draft.der())).singleElement().asString().contains(rule);
  }

  private static Arguments breaks(String rule, Consumer<Draft> breaking) {
    return Arguments.of(rule, breaking);
  }

  static Stream<Arguments> breakings() throws Exception {
    var strange = SubjectPublicKeyInfo.getInstance(SoftAuthority.pair().getPublic().getEncoded());
    return Stream.of(
        breaks("§4.1.2.2", one -> one.tbs.setSerialNumber(new ASN1Integer(42))),
        breaks(
            "§4.1.2.3",
            one -> one.tbs.setSignature(SignatureScheme.of(KeyKind.EC_P384).identifier())),
        breaks("§4.1.2.4", one -> one.tbs.setIssuer(new X500Name("CN=Another"))),
        breaks("§4.1.2.6", one -> one.tbs.setSubject(new X500Name("CN=root"))),
        breaks("within 5 minutes", one -> one.tbs.setStartDate(at(NOON.minusSeconds(3600)))),
        breaks("within 5 minutes", one -> one.tbs.setStartDate(at(NOON.plusSeconds(60)))),
        breaks("over before it begins", one -> one.tbs.setEndDate(at(NOON.minusSeconds(1)))),
        breaks("longer than the profile", one -> one.tbs.setEndDate(at(NOON.plusSeconds(86_401)))),
        breaks(
            "§4.2.1.9",
            one -> one.replace(Extension.basicConstraints, true, new BasicConstraints(true))),
        breaks(
            "§4.2.1.3",
            one ->
                one.replace(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyCertSign))),
        breaks(
            "§4.2.1.12",
            one ->
                one.replace(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(
                        new KeyPurposeId[] {
                          KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth
                        }))),
        breaks(
            "§4.2.1.1:",
            one ->
                one.replace(
                    Extension.authorityKeyIdentifier,
                    false,
                    new AuthorityKeyIdentifier(new byte[20]))),
        breaks(
            "§4.2.1.2:",
            one ->
                one.replace(
                    Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(new byte[4]))),
        breaks(
            "RFC 5280 §4.2:",
            one -> one.replace(Extension.keyUsage, false, new KeyUsage(KeyUsage.digitalSignature))),
        breaks("RFC 5280 §4.2:", one -> one.extensions = without(one.extensions)),
        breaks(
            "its names are not the profile's",
            one -> one.replace(Extension.subjectAlternativeName, false, dns("b.keelson.invalid"))),
        breaks("does not allow keys of", one -> one.tbs.setSubjectPublicKeyInfo(p384())),
        breaks("§4.2.1.2:", one -> one.tbs.setSubjectPublicKeyInfo(strange)));
  }

  private static GeneralNames dns(String name) {
    return new GeneralNames(new GeneralName(GeneralName.dNSName, name));
  }

  private static Extensions without(Extensions all) {
    return new Extensions(
        Arrays.stream(all.getExtensionOIDs())
            .filter(one -> !one.equals(Extension.extendedKeyUsage))
            .map(all::getExtension)
            .toArray(Extension[]::new));
  }

  private static SubjectPublicKeyInfo p384() {
    try {
      var generator = java.security.KeyPairGenerator.getInstance("EC");
      generator.initialize(384);
      return SubjectPublicKeyInfo.getInstance(generator.generateKeyPair().getPublic().getEncoded());
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Time at(Instant when) {
    return new Time(Date.from(when));
  }

  @Test
  void refusesANameOutsideOfWhatTheAuthorityMayCertify() throws Exception {
    var outside =
        new Profile(
            PROFILE.name(),
            PROFILE.subject(),
            List.of("etcd.kube-system.svc"),
            PROFILE.keys(),
            PROFILE.ttl());
    byte[] der =
        new LeafShape(authority, outside, key)
            .written(Serial.random(new SecureRandom()), NOON)
            .getEncoded("DER");
    assertThat(new Lint(authority, outside, NOON).faults(der))
        .singleElement()
        .asString()
        .contains("§4.2.1.10");
  }

  @Test
  void refusesTheAuthoritysOwnKey() throws Exception {
    var own = SubjectKey.of(authority.publicKey());
    byte[] der =
        new LeafShape(authority, PROFILE, own)
            .written(Serial.random(new SecureRandom()), NOON)
            .getEncoded("DER");
    assertThat(faults(der)).singleElement().asString().contains("the authority's own key");
  }

  @Test
  void refusesWhatIsNoCertificate() {
    assertThat(faults(new byte[] {0x30, 0x00})).isNotEmpty();
    assertThat(faults(new byte[4096])).singleElement().asString().contains("4096 bytes");
  }
}
