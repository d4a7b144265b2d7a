package dev.keelson.token;

import dev.keelson.cryptoki.Attributes;
import dev.keelson.cryptoki.Ck;
import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Cka;
import dev.keelson.cryptoki.Cryptoki;
import dev.keelson.cryptoki.Mechanism;
import dev.keelson.cryptoki.Template;
import dev.keelson.kek.GenerationLabel;
import dev.keelson.kek.KekId;
import dev.keelson.kek.KeyringName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes keys. One gets the label that makes it a generation only when it was found fit and was
/// tried; whatever ends before leaves a key that no daemon looks at.
///
/// @param session writable, logged in, and used by this thread alone
record KekMaker(Cryptoki cryptoki, TokenSlot token, long session) {
  private static final Logger LOG = LoggerFactory.getLogger(KekMaker.class);

  /// How the labels of keys begin that are not generations yet.
  static String unfinishedLabels(KeyringName keyring) {
    return "keelson-new/" + keyring + "/";
  }

  KekId make(GenerationLabel label) throws TokenException {
    try {
      long key =
          cryptoki.generateKey(
              session,
              new Mechanism.Plain(Ck.CKM_AES_KEY_GEN),
              AesKek.template(unfinishedLabels(label.keyring()) + label.generation()));
      Attributes made = cryptoki.attributes(session, key, AesKek.READ);
      if (!AesKek.faults(made).isEmpty()) {
        throw new KeyringException.UnsafeKey(label.toString(), token, AesKek.faults(made));
      }
      KekId id = new KekFinder(cryptoki, token, session).identified(label, key);
      write(key, new Template().bytes(Cka.CKA_ID, id.fingerprint().bytes()));
      write(key, labelled(label));
      LOG.info("create-kek key_id={} token={} activation={}", id, token, label.activation());
      return id;
    } catch (CkException e) {
      throw new TokenException.DeviceFailed("making a key on the token " + token, e);
    }
  }

  /// Gives a key that is there the label of a generation, or of another time. What else is written
  /// on it stays.
  void relabel(long key, GenerationLabel label) throws TokenException {
    try {
      write(key, labelled(label));
    } catch (CkException e) {
      throw new TokenException.DeviceFailed(
          "giving a key on the token " + token + " the label " + label, e);
    }
  }

  private static Template labelled(GenerationLabel label) {
    return new Template().text(Cka.CKA_LABEL, label.toString());
  }

  private void write(long key, Template attributes) throws CkException {
    cryptoki.setAttributes(session, key, attributes);
  }
}
