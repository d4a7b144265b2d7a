package dev.keelson.token;

import dev.keelson.cryptoki.Ck;
import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Cryptoki;
import dev.keelson.secret.Pin;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is done to a token itself, its label and its PINs, in a process of an administrator's own.
public final class TokenAdmin implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TokenAdmin.class);

  private final Pkcs11Module module;
  private final Cryptoki cryptoki;
  private final PinGuard guard;

  private TokenAdmin(Pkcs11Module module, PinGuard guard) {
    this.module = module;
    this.cryptoki = module.cryptoki();
    this.guard = guard;
  }

  /// Initialises the module; nobody is logged in yet.
  public static TokenAdmin open(Cryptoki cryptoki, PinGuard guard) throws TokenException {
    return new TokenAdmin(Pkcs11Module.initialize(cryptoki), guard);
  }

  public List<TokenSlot> tokens() throws TokenException {
    return module.tokens();
  }

  public TokenSlot find(TokenSelector selector) throws TokenException {
    return module.find(selector);
  }

  /// Refuses a PIN that the token would not take, before anything is changed.
  public void requireFit(TokenSlot token, LoginUser user, Pin willBe) throws TokenException {
    if (!token.info().pinLength().allows(willBe.revealBytes().length)) {
      throw new TokenException.NewPinUnfit(token, user);
    }
  }

  /// Makes a token in this slot, without a user PIN. Every object on it is lost.
  ///
  /// @param soPin on a token that was initialised before, the one that it has
  public TokenSlot init(TokenSlot token, String label, Pin soPin) throws TokenException {
    LOG.warn("init-token begin token={} label=\"{}\"", token, label);
    try {
      door(token).initToken(label, soPin);
      TokenSlot made = again(token);
      LOG.warn("init-token end token={}", made);
      forgetRefusal(token);
      return made;
    } catch (TokenException e) {
      LOG.warn("init-token end token={} result=failed cause=\"{}\"", token, e.getMessage());
      throw e;
    }
  }

  /// Sets the user's PIN, whatever it was.
  public void setUserPin(TokenSlot token, Pin soPin, Pin userPin) throws TokenException {
    requireFit(token, LoginUser.USER, userPin);
    String reset = token.info().has(Ck.CKF_USER_PIN_INITIALIZED) ? "reset" : "first";
    LOG.warn("init-pin begin token={} pin={}", token, reset);
    try {
      door(token).setUserPin(soPin, userPin);
      LOG.warn("init-pin end token={}", token);
      forgetRefusal(token);
    } catch (TokenException e) {
      LOG.warn("init-pin end token={} result=failed cause=\"{}\"", token, e.getMessage());
      throw e;
    }
  }

  /// The PIN that the token refused may be the one that it has by now.
  private void forgetRefusal(TokenSlot token) throws TokenException {
    guard.fuse().clear(token.info().serial(), LoginUser.USER);
  }

  /// Proves the user's PIN, so that it can be changed.
  public PinChange beginChange(TokenSlot token, Pin was) throws TokenException {
    TokenDoor door = door(token);
    return new PinChange(door, door.loginWritable(LoginUser.USER, was));
  }

  /// Whether the token takes this PIN of the user's. One try is made, none if it was refused
  /// before.
  ///
  /// @throws TokenException when that cannot be told, as of a locked token
  boolean takes(TokenSlot token, Pin pin) throws TokenException {
    try (var _ = door(token).login(pin)) {
      return true;
    } catch (TokenException.PinBlown _) {
      return false;
    } catch (TokenException.PinRefused e) {
      if (!e.isWrong()) {
        throw e;
      }
      return false;
    }
  }

  /// Logs the user in once, after a wrong PIN that this process has tried itself: the token's
  /// warning is about that one, unless it says that one try is left.
  void requireTaken(TokenSlot token, Pin pin) throws TokenException {
    TokenSlot now = again(token);
    boolean ownDoing = PinCount.of(now.info(), LoginUser.USER) == PinCount.SOME;
    var brave = ownDoing ? guard.at(PinGuard.Risk.TAKEN) : guard;
    new TokenDoor(cryptoki, now, brave).login(pin).close();
  }

  /// The token as it is by now.
  public TokenSlot again(TokenSlot token) throws TokenException {
    try {
      return new TokenSlot(token.slot(), cryptoki.tokenInfo(token.slot()));
    } catch (CkException e) {
      throw new TokenException.DeviceFailed("looking at the token " + token, e);
    }
  }

  private TokenDoor door(TokenSlot token) {
    return new TokenDoor(cryptoki, token, guard);
  }

  @Override
  public void close() {
    module.close();
  }
}
