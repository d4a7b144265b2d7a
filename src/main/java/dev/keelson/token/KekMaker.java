package dev.keelson.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keelson.cryptoki.Attributes;
import dev.keelson.cryptoki.Ck;
import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Cka;
import dev.keelson.cryptoki.Ckr;
import dev.keelson.cryptoki.Template;
import dev.keelson.envelope.Suite;
import dev.keelson.kek.Fingerprint;
import dev.keelson.kek.GenerationLabel;
import dev.keelson.kek.KekId;
import dev.keelson.kek.KeyringName;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes keys. One gets the label that makes it a generation only when it was found fit and was
/// tried; whatever ends before leaves a key that no daemon looks at.
///
/// @param finder whose session is writable
record KekMaker(KekFinder finder) {
  private static final Logger LOG = LoggerFactory.getLogger(KekMaker.class);

  /// How the labels of keys begin that are not generations yet.
  static String unfinishedLabels(KeyringName keyring) {
    return "keelson-new/" + keyring + "/";
  }

  /// @param suite that the token's module can serve
  KekId make(GenerationLabel label, Suite suite) throws TokenException {
    try {
      var key = new TokenKey(generated(label, suite), KekForm.of(suite), finder.iv());
      Attributes made = attributes(key);
      if (FingerprintSource.of(suite, made) == FingerprintSource.CHECK_VALUE) {
        write(key.handle(), new Template().bytes(Cka.CKA_ID, idFor(label)));
        made = attributes(key);
      }
      KekId id = identified(new SeenKek(label, key, made, Optional.empty()));
      if (FingerprintSource.of(suite, made) != FingerprintSource.CHECK_VALUE) {
        write(key.handle(), new Template().bytes(Cka.CKA_ID, id.fingerprint().bytes()));
      }
      write(key.handle(), labelled(label));
      LOG.info("create-kek key_id={} token={} activation={}", id, token(), label.activation());
      return id;
    } catch (CkException e) {
      throw new TokenException.DeviceFailed("making a key on the token " + token(), e);
    }
  }

  private KekId identified(SeenKek made) throws TokenException, CkException {
    if (!made.faults().isEmpty()) {
      throw new KeyringException.UnsafeKey(made.label().toString(), token(), made.faults());
    }
    return finder.identified(made.label(), made.key(), made.attributes());
  }

  private long generated(GenerationLabel label, Suite suite) throws TokenException, CkException {
    KekForm form = KekForm.of(suite);
    Template template = form.template(unfinishedLabels(label.keyring()) + label.generation());
    if (suite == Suite.AES_256_GCM_HSM_IV && makesCmacs()) {
      template.yes(Cka.CKA_SIGN);
    }
    try {
      return finder.cryptoki().generateKey(finder.session(), form.generation(), template);
    } catch (CkException e) {
      if (e.is(Ckr.CKR_FUNCTION_NOT_SUPPORTED) || e.is(Ckr.CKR_MECHANISM_INVALID)) {
        throw new KeyringException.NotMadeHere(label, suite, token(), e);
      }
      throw e;
    }
  }

  private boolean makesCmacs() throws CkException {
    return finder.cryptoki().mechanisms(token().slot()).contains(Ck.CKM_AES_CMAC);
  }

  /// For keys whose fingerprint is made of it: one that no other generation has.
  private static byte[] idFor(GenerationLabel label) {
    return Fingerprint.ofKeyedOutput(label.toString().getBytes(UTF_8)).bytes();
  }

  private Attributes attributes(TokenKey key) throws CkException {
    return finder.attributes(key.handle());
  }

  /// Gives a key that is there the label of a generation, or of another time. What else is written
  /// on it stays.
  void relabel(long key, GenerationLabel label) throws TokenException {
    try {
      write(key, labelled(label));
    } catch (CkException e) {
      throw new TokenException.DeviceFailed(
          "giving a key on the token " + token() + " the label " + label, e);
    }
  }

  private TokenSlot token() {
    return finder.token();
  }

  private static Template labelled(GenerationLabel label) {
    return new Template().text(Cka.CKA_LABEL, label.toString());
  }

  private void write(long key, Template attributes) throws CkException {
    finder.cryptoki().setAttributes(finder.session(), key, attributes);
  }
}
