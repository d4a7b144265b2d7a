package dev.keelson.token;

import dev.keelson.cryptoki.Ck;
import dev.keelson.cryptoki.Cka;
import dev.keelson.cryptoki.KnownObject;
import dev.keelson.cryptoki.Mechanism;
import dev.keelson.cryptoki.Template;
import dev.keelson.envelope.Suite;
import dev.keelson.kek.GenerationLabel;
import dev.keelson.kek.KeyringName;
import java.time.Instant;
import java.util.List;

/// Puts keys on a token that no daemon serves meanwhile.
record Keys(SoftHsm hsm, String token) {
  static Keys on(SoftHsm hsm, String token) {
    return new Keys(hsm, token);
  }

  /// A key as Keelson makes it.
  void generation(String keyring, int number, Instant activation) throws TokenException {
    generation(label(keyring, number, activation), KekForm.AES);
  }

  void generation(GenerationLabel label, KekForm form) throws TokenException {
    generated(
        form == KekForm.HMAC ? Ck.CKM_GENERIC_SECRET_KEY_GEN : Ck.CKM_AES_KEY_GEN,
        form.template(label.toString()));
  }

  /// A key of the test's own making.
  void generated(long mechanism, Template template) throws TokenException {
    try {
      loggedIn((login, module) ->
          module.cryptoki().generateKey(login.session(), new Mechanism.Plain(mechanism), template));
    } catch (TokenException | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /// A key that can be served and whose value is known.
  void known(GenerationLabel label, byte[] value) throws Throwable {
    known(label.toString(), value);
  }

  void known(String label, byte[] value) throws Throwable {
    known(label, Suite.AES_256_GCM, value);
  }

  void known(String label, Suite suite, byte[] value) throws Throwable {
    boolean hmac = suite == Suite.HMAC_KDF_AES_256_GCM;
    var template =
        new Template()
            .number(Cka.CKA_CLASS, Ck.CKO_SECRET_KEY)
            .number(Cka.CKA_KEY_TYPE, hmac ? Ck.CKK_GENERIC_SECRET : Ck.CKK_AES)
            .text(Cka.CKA_LABEL, label)
            .yes(Cka.CKA_TOKEN)
            .yes(Cka.CKA_PRIVATE)
            .yes(Cka.CKA_SENSITIVE)
            .no(Cka.CKA_EXTRACTABLE)
            .no(Cka.CKA_WRAP)
            .no(Cka.CKA_UNWRAP)
            .no(Cka.CKA_DERIVE);
    for (Cka use : List.of(Cka.CKA_ENCRYPT, Cka.CKA_DECRYPT)) {
      var _ = hmac ? template.no(use) : template.yes(use);
    }
    if (suite != Suite.AES_256_GCM) {
      template.yes(Cka.CKA_SIGN);
    }
    loggedIn((login, _) -> KnownObject.create(SoftHsm.LIBRARY, login.session(), template, value));
  }

  static GenerationLabel label(String keyring, int number, Instant activation) {
    return new GenerationLabel(new KeyringName(keyring), number, activation);
  }

  private interface Step {
    long with(Login login, Pkcs11Module module) throws Throwable;
  }

  private void loggedIn(Step step) throws Throwable {
    try (var module = Pkcs11Module.initialize(hsm.cryptoki());
        var pin = SoftHsm.pin(SoftHsm.PIN);
        var login =
            new TokenDoor(
                    module.cryptoki(), module.find(SoftHsm.labelled(token)), SoftHsm.newGuard())
                .loginWritable(LoginUser.USER, pin)) {
      step.with(login, module);
    }
  }
}
