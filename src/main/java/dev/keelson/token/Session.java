package dev.keelson.token;

import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Cryptoki;
import dev.keelson.cryptoki.GcmOutput;
import dev.keelson.cryptoki.Mechanism;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An open PKCS#11 session, used by the one thread that opened it.
final class Session implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  private final Cryptoki cryptoki;
  private final long handle;

  private Session(Cryptoki cryptoki, long handle) {
    this.cryptoki = cryptoki;
    this.handle = handle;
  }

  static Session open(Cryptoki cryptoki, long slot) throws CkException {
    return new Session(cryptoki, cryptoki.openSession(slot));
  }

  long handle() {
    return handle;
  }

  byte[] encrypt(Mechanism mechanism, long key, byte[] plaintext) throws CkException {
    return cryptoki.encrypt(handle, mechanism, key, plaintext);
  }

  GcmOutput encryptGcm(Mechanism.AesGcm mechanism, long key, byte[] plaintext) throws CkException {
    return cryptoki.encryptGcm(handle, mechanism, key, plaintext);
  }

  byte[] decrypt(Mechanism mechanism, long key, byte[] ciphertext) throws CkException {
    return cryptoki.decrypt(handle, mechanism, key, ciphertext);
  }

  byte[] sign(Mechanism mechanism, long key, byte[] data) throws CkException {
    return cryptoki.sign(handle, mechanism, key, data);
  }

  LedgerKey.Seen ledgerKey() throws CkException {
    return LedgerKey.seen(cryptoki, handle);
  }

  @Override
  public void close() {
    try {
      cryptoki.closeSession(handle);
    } catch (CkException e) {
      LOG.debug("close-session result=failed cause=\"{}\"", e.getMessage());
    }
  }
}
