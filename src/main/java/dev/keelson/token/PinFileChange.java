package dev.keelson.token;

import dev.keelson.secret.NewPinFile;
import dev.keelson.secret.Pin;
import dev.keelson.secret.PinUnreadableException;
import dev.keelson.secret.PinUnwritableException;

/// The change of a user's PIN that daemons read from a file.
///
/// Invariant: whenever the process ends, the file or the one beside it holds the PIN that the token
/// has, and the one beside it is there as long as it is not sure which.
///
/// @param token as it was before
public record PinFileChange(TokenAdmin admin, TokenSlot token, NewPinFile fresh) {
  /// Which PIN the token turned out to have.
  public enum Outcome {
    NEW,
    OLD
  }

  /// Changes the PIN in the token, and in the file.
  ///
  /// @param was that of the file
  public void make(Pin was, Pin willBe) throws TokenException, PinUnwritableException {
    try (var change = admin.beginChange(token, was)) {
      fresh.write(willBe);
      try {
        change.make(was, willBe);
      } catch (TokenException.NewPinUnfit e) {
        fresh.remove(); // the token said so itself: it has the old one
        throw e;
      }
    }
    fresh.replaceCurrent();
  }

  /// Finds out which PIN the token has, after a change that was cut short: tries the new one, and
  /// only if that is wrong the old one, which the token took before the change began.
  public Outcome resume() throws TokenException, PinUnreadableException, PinUnwritableException {
    try (var willBe = fresh.file().read()) {
      if (admin.takes(token, willBe)) {
        fresh.replaceCurrent();
        return Outcome.NEW;
      }
    }
    try (var was = fresh.current().read()) {
      admin.requireTaken(token, was);
    }
    fresh.remove();
    return Outcome.OLD;
  }
}
