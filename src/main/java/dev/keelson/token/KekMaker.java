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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes keys. One gets the label that makes it a generation only when it was found fit and was
/// tried; whatever ends before leaves a key that no daemon looks at.
///
/// @param session writable, logged in, and used by this thread alone
record KekMaker(Cryptoki cryptoki, TokenSlot token, long session) {
  private static final Logger LOG = LoggerFactory.getLogger(KekMaker.class);

  KekId make(GenerationLabel label) throws TokenException {
    try {
      long key =
          cryptoki.generateKey(
              session,
              new Mechanism.Plain(Ck.CKM_AES_KEY_GEN),
              AesKek.template("keelson-new/" + label.keyring() + "/" + label.generation()));
      Attributes made = cryptoki.attributes(session, key, AesKek.READ);
      if (!AesKek.faults(made).isEmpty()) {
        throw new TokenException.UnsafeKey(label, token, AesKek.faults(made));
      }
      KekId id = new KekFinder(cryptoki, token, session).identified(label, key);
      cryptoki.setAttributes(session, key, new Template().text(Cka.CKA_LABEL, label.toString()));
      LOG.info("create-kek key_id={} token={} activation={}", id, token, label.activation());
      return id;
    } catch (CkException e) {
      throw new TokenException.DeviceFailed("making a key on the token " + token, e);
    }
  }
}
