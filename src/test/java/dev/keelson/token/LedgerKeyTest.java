package dev.keelson.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.cryptoki.Ck;
import dev.keelson.cryptoki.Cka;
import dev.keelson.cryptoki.Mechanism;
import dev.keelson.cryptoki.Template;
import dev.keelson.issuer.KeyKind;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerKeyTest {
  private static final byte[] TEXT = "what is signed".getBytes(UTF_8);

  @TempDir private Path dir;
  private SoftHsm hsm;

  @BeforeEach
  void makeAToken() throws Exception {
    hsm = SoftHsm.in(dir).withToken("keelson", Serving.NOON, "prod");
  }

  private LedgerKeyAdmin admin() throws TokenException {
    var surroundings =
        new ServedToken.Surroundings(
            hsm.cryptoki(), () -> Serving.NOON, new SecureRandom(), SoftHsm.newGuard());
    try (var pin = SoftHsm.pin(SoftHsm.PIN)) {
      return LedgerKeyAdmin.open(surroundings, SoftHsm.labelled("keelson"), pin);
    }
  }

  private PublicKey create() throws TokenException {
    try (var admin = admin()) {
      return admin.create();
    }
  }

  private TokenSignature sign() throws TokenException {
    try (var served = Serving.open(hsm, "keelson", "prod")) {
      return served.life().sign(TEXT);
    }
  }

  @Test
  void signsWhatItsPublicKeyVerifies() throws Exception {
    PublicKey made = create();
    TokenSignature signature = sign();
    assertThat(signature.key()).isEqualTo(made).isInstanceOf(ECPublicKey.class);
    assertThat(verifies(signature, TEXT)).isTrue();
    assertThat(verifies(signature, "another".getBytes(UTF_8))).isFalse();
  }

  private static boolean verifies(TokenSignature signature, byte[] text) throws Exception {
    var verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
    verifier.initVerify(signature.key());
    verifier.update(text);
    return verifier.verify(signature.raw());
  }

  @Test
  void isThereForTheNextToo() throws Exception {
    PublicKey made = create();
    try (var admin = admin()) {
      assertThat(admin.publicKey()).isEqualTo(made);
    }
  }

  @Test
  void isMadeOnce() throws Exception {
    create();
    assertThatThrownBy(this::create)
        .isInstanceOfSatisfying(
            LedgerKeyException.Present.class,
            e -> assertThat(e.remedy()).contains("keelson audit key show"));
  }

  @Test
  void thatIsMissingIsNamedWithWhatMakesIt() {
    assertThatThrownBy(this::sign)
        .isInstanceOfSatisfying(
            LedgerKeyException.Absent.class,
            e -> assertThat(e.remedy()).contains("keelson audit key create"))
        .hasMessageContaining("'keelson-ledger'");
  }

  @Test
  void thatTheTokenWouldGiveAwayDoesNotSign() throws Exception {
    generate(
        half(Ck.CKO_PRIVATE_KEY).yes(Cka.CKA_SIGN).no(Cka.CKA_SENSITIVE).yes(Cka.CKA_EXTRACTABLE));
    assertThatThrownBy(this::sign)
        .isInstanceOf(LedgerKeyException.Unfit.class)
        .hasMessageContaining("CKA_SENSITIVE is not true")
        .hasMessageContaining("CKA_EXTRACTABLE is not false");
  }

  @Test
  void thatIsThereTwiceDoesNotSign() throws Exception {
    create();
    generate(half(Ck.CKO_PRIVATE_KEY).yes(Cka.CKA_SIGN));
    assertThatThrownBy(this::sign)
        .isInstanceOf(LedgerKeyException.Unfit.class)
        .hasMessageContaining("2 private and 2 public keys");
    assertThatThrownBy(this::create).isInstanceOf(LedgerKeyException.Present.class);
  }

  /// As another tool would.
  private void generate(Template privateKey) throws Exception {
    try (var module = Pkcs11Module.initialize(hsm.cryptoki());
        var pin = SoftHsm.pin(SoftHsm.PIN)) {
      TokenSlot token = module.find(SoftHsm.labelled("keelson"));
      var door = new TokenDoor(module.cryptoki(), token, SoftHsm.newGuard());
      try (var login = door.loginWritable(LoginUser.USER, pin)) {
        module
            .cryptoki()
            .generateKeyPair(
                login.session(),
                new Mechanism.Plain(Ck.CKM_EC_KEY_PAIR_GEN),
                half(Ck.CKO_PUBLIC_KEY)
                    .bytes(Cka.CKA_EC_PARAMS, PublicKeys.params(KeyKind.EC_P256)),
                privateKey);
      }
    }
  }

  private static Template half(long kind) {
    return new Template()
        .number(Cka.CKA_CLASS, kind)
        .number(Cka.CKA_KEY_TYPE, Ck.CKK_EC)
        .yes(Cka.CKA_TOKEN)
        .text(Cka.CKA_LABEL, LedgerKey.LABEL);
  }
}
