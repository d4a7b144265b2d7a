package dev.keelson.token;

import dev.keelson.cryptoki.Ck;
import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Ckr;
import dev.keelson.cryptoki.Cryptoki;
import dev.keelson.secret.Pin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The process's login on one token. It keeps a session of its own open, because a token logs an
/// application out with its last session (PKCS#11 v2.40 §5.6, C_CloseSession).
final class Login implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Login.class);

  private final Cryptoki cryptoki;
  private final long session;

  private Login(Cryptoki cryptoki, long session) {
    this.cryptoki = cryptoki;
    this.session = session;
  }

  /// A way to open a session on a slot, read-only or not.
  private interface Opening {
    long session(long slot) throws CkException;
  }

  /// Logs the user in; the PIN is tried once.
  static Login of(Cryptoki cryptoki, TokenSlot token, Pin pin) throws TokenException {
    long session = opened(token, cryptoki::openSession);
    return open(cryptoki, token, session, Ck.CKU_USER, pin);
  }

  /// Logs the user or the SO in, on a session that may change the token.
  static Login writable(Cryptoki cryptoki, TokenSlot token, long user, Pin pin)
      throws TokenException {
    long session = opened(token, cryptoki::openWritableSession);
    return open(cryptoki, token, session, user, pin);
  }

  private static long opened(TokenSlot token, Opening opening) throws TokenException {
    try {
      return opening.session(token.slot());
    } catch (CkException e) {
      throw new TokenException.DeviceFailed("opening a session on the token " + token, e);
    }
  }

  private static Login open(Cryptoki cryptoki, TokenSlot token, long session, long user, Pin pin)
      throws TokenException {
    try {
      cryptoki.login(session, user, pin.revealBytes());
    } catch (CkException e) {
      if (!e.is(Ckr.CKR_USER_ALREADY_LOGGED_IN)) {
        new Login(cryptoki, session).closeSession();
        throw isAboutThePin(e)
            ? new TokenException.PinRefused(token, e)
            : new TokenException.DeviceFailed("logging in to the token " + token, e);
      }
    }
    return new Login(cryptoki, session);
  }

  private static boolean isAboutThePin(CkException e) {
    return e.is(Ckr.CKR_PIN_INCORRECT)
        || e.is(Ckr.CKR_PIN_LOCKED)
        || e.is(Ckr.CKR_PIN_INVALID)
        || e.is(Ckr.CKR_PIN_LEN_RANGE)
        || e.is(Ckr.CKR_PIN_EXPIRED)
        || e.is(Ckr.CKR_USER_PIN_NOT_INITIALIZED);
  }

  long session() {
    return session;
  }

  @Override
  public void close() {
    try {
      cryptoki.logout(session);
    } catch (CkException e) {
      LOG.debug("logout result=failed cause=\"{}\"", e.getMessage());
    }
    closeSession();
  }

  private void closeSession() {
    try {
      cryptoki.closeSession(session);
    } catch (CkException e) {
      LOG.debug("close-session result=failed cause=\"{}\"", e.getMessage());
    }
  }
}
