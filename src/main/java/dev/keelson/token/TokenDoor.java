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
      attempt.taken();
      return session;
    } catch (CkException e) {
      if (e.is(Ckr.CKR_USER_ALREADY_LOGGED_IN)) {
        attempt.forget();
        return session;
      }
      session.closeSession();
      if (isAboutThePin(e)) {
        attempt.refused();
        throw new TokenException.PinRefused(token, user, e);
      }
      attempt.forget();
      throw new TokenException.DeviceFailed("logging in to the token " + token, e);
    }
  }

  /// Makes the token anew and empty. On one that was initialised before, the SO's PIN is tried; a
  /// blank one has none, and gets this.
  void initToken(String label, Pin soPin) throws TokenException {
    if (TokenState.of(token.info()) == TokenState.BLANK) {
      callInitToken(label, soPin);
      return;
    }
    var attempt = guard.arm(token, LoginUser.SECURITY_OFFICER, soPin);
    try {
      callInitToken(label, soPin);
      attempt.forget();
    } catch (TokenException.PinRefused e) {
      attempt.refused();
      throw e;
    } catch (TokenException e) {
      attempt.forget();
      throw e;
    }
  }

  private void callInitToken(String label, Pin soPin) throws TokenException {
    try {
      cryptoki.initToken(token.slot(), soPin.revealBytes(), label);
    } catch (CkException e) {
      if (isAboutThePin(e)) {
        throw new TokenException.PinRefused(token, LoginUser.SECURITY_OFFICER, e);
      }
      if (e.is(Ckr.CKR_SESSION_EXISTS)) {
        throw new TokenException.TokenInUse(token, e);
      }
      throw new TokenException.DeviceFailed("making a token '" + label + "'", e);
    }
  }

  /// Sets the user's PIN, as the SO.
  void setUserPin(Pin soPin, Pin userPin) throws TokenException {
    try (var login = loginWritable(LoginUser.SECURITY_OFFICER, soPin)) {
      cryptoki.initPin(login.session(), userPin.revealBytes());
    } catch (CkException e) {
      throw newPinFailure("setting the user's PIN on the token " + token, e);
    }
  }

  /// Changes the user's own PIN, which the login has just proved.
  ///
  /// @param login of the user
  void changePin(Login login, Pin was, Pin willBe) throws TokenException {
    try {
      cryptoki.setPin(login.session(), was.revealBytes(), willBe.revealBytes());
    } catch (CkException e) {
      throw newPinFailure("changing the user's PIN on the token " + token, e);
    }
  }

  private TokenException newPinFailure(String doing, CkException e) {
    return e.is(Ckr.CKR_PIN_INVALID) || e.is(Ckr.CKR_PIN_LEN_RANGE)
        ? new TokenException.NewPinUnfit(token, e)
        : new TokenException.DeviceFailed(doing, e);
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
