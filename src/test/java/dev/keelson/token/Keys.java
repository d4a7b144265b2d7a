package dev.keelson.token;

import dev.keelson.cryptoki.Ck;
import dev.keelson.cryptoki.Cka;
import dev.keelson.cryptoki.KnownObject;
import dev.keelson.cryptoki.Mechanism;
import dev.keelson.cryptoki.Template;
import dev.keelson.kek.GenerationLabel;
import dev.keelson.kek.KeyringName;
import java.time.Instant;

/// Puts keys on a token that no daemon serves meanwhile.
record Keys(SoftHsm hsm, String token) {
  static Keys on(SoftHsm hsm, String token) {
    return new Keys(hsm, token);
  }

  /// A key as Keelson makes it.
  void generation(String keyring, int number, Instant activation) throws TokenException {
    generated(Ck.CKM_AES_KEY_GEN, AesKek.template(label(keyring, number, activation).toString()));
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
    var template =
        new Template()
            .number(Cka.CKA_CLASS, Ck.CKO_SECRET_KEY)
            .number(Cka.CKA_KEY_TYPE, Ck.CKK_AES)
            .text(Cka.CKA_LABEL, label)
            .yes(Cka.CKA_TOKEN)
            .yes(Cka.CKA_PRIVATE)
            .yes(Cka.CKA_SENSITIVE)
            .yes(Cka.CKA_ENCRYPT)
            .yes(Cka.CKA_DECRYPT)
            .no(Cka.CKA_EXTRACTABLE)
            .no(Cka.CKA_WRAP)
            .no(Cka.CKA_UNWRAP)
            .no(Cka.CKA_DERIVE);
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
