package dev.keelson.faults;

import dev.keelson.cryptoki.Ck;
import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Cka;
import dev.keelson.cryptoki.Cryptoki;
import dev.keelson.cryptoki.Mechanism;
import dev.keelson.cryptoki.Template;
import dev.keelson.token.SoftHsm;
import java.util.List;

/// An application on an initialised module: one session, logged in, with the token's one key.
record Client(Cryptoki cryptoki, long slot, long session, long key) {
  private static final byte[] IV = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
  private static final int TAG_BYTES = 16;

  static Client of(Cryptoki cryptoki) throws CkException {
    cryptoki.initialize();
    return onInitialized(cryptoki);
  }

  static Client onInitialized(Cryptoki cryptoki) throws CkException {
    long slot = cryptoki.slotsWithToken().getFirst();
    long session = cryptoki.openSession(slot);
    try (var pin = SoftHsm.pin(SoftHsm.PIN)) {
      cryptoki.login(session, Ck.CKU_USER, pin.revealBytes());
    }
    return new Client(cryptoki, slot, session, keys(cryptoki, session).getFirst());
  }

  /// The same after C_Finalize and C_Initialize.
  Client anew() throws CkException {
    cryptoki.finish();
    return of(cryptoki);
  }

  List<Long> keys() throws CkException {
    return keys(cryptoki, session);
  }

  private static List<Long> keys(Cryptoki cryptoki, long session) throws CkException {
    return cryptoki.findObjects(session, new Template().number(Cka.CKA_CLASS, Ck.CKO_SECRET_KEY));
  }

  byte[] encrypt(byte[] plaintext) throws CkException {
    return encrypt(IV, plaintext);
  }

  byte[] encrypt(byte[] iv, byte[] plaintext) throws CkException {
    return cryptoki.encrypt(session, gcm(iv), key, plaintext);
  }

  byte[] decrypt(byte[] ciphertext) throws CkException {
    return decrypt(IV, ciphertext);
  }

  byte[] decrypt(byte[] iv, byte[] ciphertext) throws CkException {
    return cryptoki.decrypt(session, gcm(iv), key, ciphertext);
  }

  private static Mechanism gcm(byte[] iv) {
    return new Mechanism.AesGcm(iv, new byte[0], TAG_BYTES);
  }
}
