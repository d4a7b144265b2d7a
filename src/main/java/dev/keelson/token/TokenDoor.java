package dev.keelson.token;

import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Ckr;
import dev.keelson.cryptoki.Cryptoki;
import dev.keelson.secret.Pin;

/// The way in to one token: the only place where a PIN reaches the module.
record TokenDoor(Cryptoki cryptoki, TokenSlot token, PinGuard guard) {
  /// A way to open a session on a slot, read-only or not.
  private interface Opening {
    long session(long slot) throws CkException;
  }

  /// Logs the user in.
  Login login(Pin pin) throws TokenException {
    return login(cryptoki::openSession, LoginUser.USER, pin);
  }

  /// Logs the user or the security officer in, on a session that may change the token.
  Login loginWritable(LoginUser user, Pin pin) throws TokenException {
    return login(cryptoki::openWritableSession, user, pin);
  }

  private Login login(Opening opening, LoginUser user, Pin pin) throws TokenException {
    var attempt = guard.arm(token, user, pin);
    Login session;
    try {
      session = new Login(cryptoki, opening.session(token.slot()));
    } catch (CkException e) {
      attempt.forget();
      throw new TokenException.DeviceFailed("opening a session on the token " + token, e);
    }
    try {
      cryptoki.login(session.session(), user.type(), pin.revealBytes());
      attempt.forget();
      return session;
    } catch (CkException e) {
      if (e.is(Ckr.CKR_USER_ALREADY_LOGGED_IN)) {
        attempt.forget();
        return session;
      }
      session.closeSession();
      throw failure(e, attempt);
    }
  }

  private TokenException failure(CkException e, PinFuse.Attempt attempt) throws TokenException {
    if (isAboutThePin(e)) {
      attempt.refused();
      return new TokenException.PinRefused(token, e);
    }
    attempt.forget();
    return new TokenException.DeviceFailed("logging in to the token " + token, e);
  }

  private static boolean isAboutThePin(CkException e) {
    return e.is(Ckr.CKR_PIN_INCORRECT)
        || e.is(Ckr.CKR_PIN_LOCKED)
        || e.is(Ckr.CKR_PIN_INVALID)
        || e.is(Ckr.CKR_PIN_LEN_RANGE)
        || e.is(Ckr.CKR_PIN_EXPIRED)
        || e.is(Ckr.CKR_USER_PIN_NOT_INITIALIZED);
  }
}
