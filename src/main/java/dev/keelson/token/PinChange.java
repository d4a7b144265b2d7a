package dev.keelson.token;

import dev.keelson.secret.Pin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A user who is logged in to change the own PIN.
public final class PinChange implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PinChange.class);

  private final TokenDoor door;
  private final Login login;

  PinChange(TokenDoor door, Login login) {
    this.door = door;
    this.login = login;
  }

  /// Gives the token another PIN.
  ///
  /// @param was the one that the token has just taken
  public void make(Pin was, Pin willBe) throws TokenException {
    LOG.warn("change-pin begin token={}", door.token());
    try {
      door.changePin(login, was, willBe);
      LOG.warn("change-pin end token={}", door.token());
    } catch (TokenException e) {
      LOG.warn("change-pin end token={} result=failed cause=\"{}\"", door.token(), e.getMessage());
      throw e;
    }
  }

  @Override
  public void close() {
    login.close();
  }
}
