package dev.keelson.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.cryptoki.Ck;
import dev.keelson.cryptoki.Cka;
import dev.keelson.cryptoki.Template;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A key that the token guards less than a KEK must be guarded is not served.
class UnsafeKeyTest {
  private static final long CKM_DES3_KEY_GEN = 0x131;
  private static final long CKK_DES3 = 0x15;

  @TempDir private static Path dir;
  private static SoftHsm hsm;

  @BeforeAll
  static void makeAToken() throws Exception {
    hsm = SoftHsm.in(dir).withToken("keelson", Serving.NOON);
  }

  @ParameterizedTest
  @EnumSource(
      value = Cka.class,
      names = {"CKA_PRIVATE", "CKA_SENSITIVE", "CKA_ENCRYPT", "CKA_DECRYPT"})
  void isRefusedWithoutAnAttributeThatItNeeds(Cka type) throws Exception {
    String keyring = keyringFor(type);
    make(template(keyring).no(type));
    assertRefused(keyring, type + " is false, must be true");
  }

  @ParameterizedTest
  @EnumSource(
      value = Cka.class,
      names = {"CKA_EXTRACTABLE", "CKA_WRAP", "CKA_UNWRAP", "CKA_DERIVE"})
  void isRefusedWithAnAttributeThatItMustNotHave(Cka type) throws Exception {
    String keyring = keyringFor(type);
    make(template(keyring).yes(type));
    assertRefused(keyring, type + " is true, must be false");
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 24})
  void isRefusedWhenItIsShort(int bytes) throws Exception {
    String keyring = "short-" + bytes;
    make(template(keyring).number(Cka.CKA_VALUE_LEN, bytes));
    assertRefused(keyring, "it is not an AES key of 32 bytes");
  }

  @Test
  void isRefusedWhenItIsOfNoTypeThatSeals() throws Exception {
    Keys.on(hsm, "keelson")
        .generated(
            CKM_DES3_KEY_GEN,
            new Template()
                .number(Cka.CKA_CLASS, Ck.CKO_SECRET_KEY)
                .number(Cka.CKA_KEY_TYPE, CKK_DES3)
                .text(Cka.CKA_LABEL, label("des"))
                .yes(Cka.CKA_TOKEN)
                .yes(Cka.CKA_ENCRYPT)
                .yes(Cka.CKA_DECRYPT));
    assertRefused("des", "it is not an AES key of 32 bytes");
  }

  @Test
  void isRefusedWhenItIsAnHmacKeyThatEncryptsToo() throws Exception {
    Keys.on(hsm, "keelson")
        .generated(
            Ck.CKM_GENERIC_SECRET_KEY_GEN,
            KekForm.HMAC.template(label("hmac")).yes(Cka.CKA_ENCRYPT));
    assertRefused("hmac", "CKA_ENCRYPT is true, must be false");
  }

  @Test
  void isRefusedWhenItIsAShortHmacKey() throws Exception {
    Keys.on(hsm, "keelson")
        .generated(
            Ck.CKM_GENERIC_SECRET_KEY_GEN,
            KekForm.HMAC.template(label("short")).number(Cka.CKA_VALUE_LEN, 16));
    assertRefused("short", "it is not a key for HMAC-SHA256 of 32 bytes");
  }

  @Test
  void isRefusedWithEveryFaultNamed() throws Exception {
    make(template("many").no(Cka.CKA_SENSITIVE).yes(Cka.CKA_EXTRACTABLE).yes(Cka.CKA_WRAP));
    assertRefused(
        "many",
        "CKA_SENSITIVE is false, must be true, CKA_EXTRACTABLE is true, must be false,"
            + " CKA_WRAP is true, must be false");
  }

  /// The line of OpenBao's manual: with OpenSC 0.23 it gives a key that encrypts without a login.
  @Test
  void isWhatPkcs11ToolMakesByDefault() throws Exception {
    new SoftHsmTools(hsm)
        .pkcs11Tool(
            "keelson",
            "--keygen",
            "--key-type",
            "aes:32",
            "--label",
            Keys.label("opensc", 1, Serving.NOON).toString());
    assertRefused("opensc", "CKA_PRIVATE is false, must be true");
  }

  @Test
  void isRefusedAmongGoodOnesToo() throws Exception {
    Keys.on(hsm, "keelson").generation("mixed", 1, Serving.NOON);
    make(KekForm.AES.template(Keys.label("mixed", 2, Serving.NOON).toString()).yes(Cka.CKA_WRAP));
    assertRefused("mixed", "key keelson/mixed/2/20261101120000");
  }

  @Test
  void keepsNoOtherKeyringFromBeingServed() throws Exception {
    make(template("bad").yes(Cka.CKA_EXTRACTABLE));
    Keys.on(hsm, "keelson").generation("good", 1, Serving.NOON);
    try (var served = Serving.open(hsm, "keelson", "good")) {
      assertThat(served.keyring().active().number()).isEqualTo(1);
    }
  }

  private static void make(Template template) throws TokenException {
    Keys.on(hsm, "keelson").generated(Ck.CKM_AES_KEY_GEN, template);
  }

  private static Template template(String keyring) {
    return KekForm.AES.template(label(keyring));
  }

  private static String label(String keyring) {
    return Keys.label(keyring, 1, Serving.NOON).toString();
  }

  private static String keyringFor(Cka type) {
    return type.name().substring("CKA_".length()).toLowerCase(Locale.ROOT);
  }

  private static void assertRefused(String keyring, String fault) {
    assertThatThrownBy(() -> Serving.open(hsm, "keelson", keyring))
        .isInstanceOfSatisfying(
            KeyringException.UnsafeKey.class,
            e -> assertThat(e.remedy()).contains("make a new generation"))
        .hasMessageContaining("on the token 'keelson'")
        .hasMessageContaining(fault);
  }
}
