package dev.keelson.token;

import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Cryptoki;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The process's login on one token. It keeps a session of its own open, because a token logs an
/// application out with its last session (PKCS#11 v2.40 §5.6, C_CloseSession).
record Login(Cryptoki cryptoki, long session) implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Login.class);

  @Override
  public void close() {
    try {
      cryptoki.logout(session);
    } catch (CkException e) {
      LOG.debug("logout result=failed cause=\"{}\"", e.getMessage());
    }
    closeSession();
  }

  void closeSession() {
    try {
      cryptoki.closeSession(session);
    } catch (CkException e) {
      LOG.debug("close-session result=failed cause=\"{}\"", e.getMessage());
    }
  }
}
