package dev.keelson.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.issuer.AuthorityShape;
import dev.keelson.issuer.KeyKind;
import dev.keelson.issuer.SignatureScheme;
import dev.keelson.issuer.SignerException;
import dev.keelson.kek.KeyringName;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CaKeyTest {
  private static final byte[] TEXT = "what is certified".getBytes(UTF_8);
  private static final String LABEL = "keelson-ca/1";

  @TempDir private Path dir;
  private SoftHsm hsm;

  @BeforeEach
  void makeAToken() throws Exception {
    hsm = SoftHsm.in(dir).withToken("keelson", Serving.NOON, "prod");
  }

  private CaKeyAdmin admin() throws TokenException {
    try (var pin = SoftHsm.pin(SoftHsm.PIN)) {
      return CaKeyAdmin.open(surroundings(CaSignature.DIRECT), SoftHsm.labelled("keelson"), pin);
    }
  }

  private ServedToken.Surroundings surroundings(CaSignature.Way way) throws TokenException {
    return new ServedToken.Surroundings(
        hsm.cryptoki(), () -> Serving.NOON, new SecureRandom(), SoftHsm.newGuard(), way);
  }

  private CaSignature.Way sunPkcs11() {
    return CaSignature.through(new ModuleSettings(SoftHsm.LIBRARY, hsm.environment()));
  }

  private PublicKey create(KeyKind kind) throws TokenException {
    try (var admin = admin()) {
      return admin.make(LABEL, kind);
    }
  }

  private void keepACertificate(PublicKey key) throws Exception {
    try (var admin = admin()) {
      admin.keep(certificate(admin, key), LABEL);
    }
  }

  private static X509Certificate certificate(CaKeyAdmin admin, PublicKey key) throws Exception {
    var shape = new AuthorityShape("test", List.of("keelson.invalid"), new SecureRandom());
    var life = new AuthorityShape.Life(Serving.NOON, AuthorityShape.ROOT_LIFE);
    return shape.root(
        new AuthorityShape.Signer(key, (which, text) -> signed(admin, which, text)), life);
  }

  private static byte[] signed(CaKeyAdmin admin, PublicKey key, byte[] text)
      throws SignerException {
    try {
      return admin.sign(key, text);
    } catch (TokenException e) {
      throw new SignerException(String.valueOf(e.getMessage()), e.remedy(), e);
    }
  }

  private byte[] sign(CaSignature.Way way, PublicKey key) throws TokenException {
    var wanted =
        new ServedToken.Wanted(
            new KeyringName("prod"), SoftHsm.labelled("keelson"), Serving.LANES, GcmIv.DAEMON);
    try (var pin = SoftHsm.pin(SoftHsm.PIN);
        var served = Served.open(surroundings(way), wanted, pin)) {
      return served.life().signCertificate(key, TEXT);
    }
  }

  private static boolean verifies(PublicKey key, byte[] signature) throws Exception {
    var verifier = Signature.getInstance(SignatureScheme.of(key).jcaName());
    verifier.initVerify(key);
    verifier.update(TEXT);
    return verifier.verify(signature);
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyKind.class,
      names = {"EC_P256", "EC_P384", "RSA_3072"})
  void signsInBothWaysWhatItsPublicKeyVerifies(KeyKind kind) throws Exception {
    PublicKey key = create(kind);
    assertThat(KeyKind.of(key)).contains(kind);
    assertThat(verifies(key, sign(CaSignature.DIRECT, key))).isTrue();
    assertThat(verifies(key, sign(sunPkcs11(), key))).as("no certificate beside it").isTrue();
    keepACertificate(key);
    assertThat(verifies(key, sign(sunPkcs11(), key))).as("SunPKCS11 alone").isTrue();
  }

  @Test
  void isFoundByItsPublicValueWhateverElseHasItsLabel() throws Exception {
    PublicKey first = create(KeyKind.EC_P256);
    PublicKey second = create(KeyKind.EC_P256);
    keepACertificate(first);
    keepACertificate(second);
    assertThat(verifies(first, sign(sunPkcs11(), first))).isTrue();
    assertThat(verifies(second, sign(sunPkcs11(), second))).isTrue();
    assertThat(verifies(second, sign(CaSignature.DIRECT, first))).isFalse();
  }

  @Test
  void isMissedWithACommandWhenTheTokenDoesNotHaveIt() throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    PublicKey elsewhere = generator.generateKeyPair().getPublic();
    for (var way : List.of(CaSignature.DIRECT, sunPkcs11())) {
      assertThatThrownBy(() -> sign(way, elsewhere))
          .isInstanceOf(CaKeyException.Absent.class)
          .hasMessageContaining("has no private key for the issuing certificate");
    }
  }
}
