package dev.keelson.token;

import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Ckr;
import dev.keelson.health.Condition;
import dev.keelson.secret.PinUnreadableException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Why a token cannot be served or changed: what was seen and where, and what the operator can do.
public abstract sealed class TokenException extends Exception
    permits CaKeyException,
        KeyringException,
        LedgerKeyException,
        LockedOutException,
        RecipientKeyException,
        TokenException.ModuleUnusable,
        TokenException.TokenAbsent,
        TokenException.TokenAmbiguous,
        TokenException.PinRefused,
        TokenException.PinBlown,
        TokenException.PinAtRisk,
        TokenException.PinUnread,
        TokenException.CanarySilent,
        TokenException.Away,
        TokenException.CallStuck,
        TokenException.FuseUnusable,
        TokenException.NoBlankSlot,
        TokenException.DeviceFailed,
        TokenException.TokenInUse,
        TokenException.NewPinUnfit {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  TokenException(String what, String remedy, @Nullable Throwable cause) {
    super(what, cause);
    this.remedy = remedy;
  }

  /// What to do about it, with the command where there is one.
  public String remedy() {
    return remedy;
  }

  /// Whether the same try can succeed later, or a person has to mend something first.
  public boolean mayPass() {
    return switch (this) {
      case ModuleUnusable _,
          TokenAbsent _,
          NoBlankSlot _,
          TokenInUse _,
          DeviceFailed _,
          CanarySilent _,
          Away _,
          CallStuck _,
          LockedOutException _,
          KeyringException.NoneActive _ ->
          true;
      case PinRefused _,
          PinBlown _,
          PinAtRisk _,
          PinUnread _,
          TokenAmbiguous _,
          FuseUnusable _,
          NewPinUnfit _,
          KeyringException _,
          LedgerKeyException _,
          CaKeyException _,
          RecipientKeyException _ ->
          false;
    };
  }

  /// The library does not load or does not initialise.
  public static final class ModuleUnusable extends TokenException {
    private static final long serialVersionUID = 1L;

    ModuleUnusable(String what, String remedy, Throwable cause) {
      super(what, remedy, cause);
    }
  }

  /// No token matches.
  public static final class TokenAbsent extends TokenException {
    private static final long serialVersionUID = 1L;

    TokenAbsent(TokenSelector selector, Collection<TokenSlot> seen) {
      super(
          "no token with " + selector + "; the module shows " + listed(seen),
          "compare token.label and token.serial with that list; if the list lacks the token, look at"
              + " the HSM, at the vendor's configuration and at module.environment"
              + (seen.stream().anyMatch(TokenAbsent::isBlank)
                  ? "; to make a new one: keelson token init --config FILE"
                  : ""),
          null);
    }

    private static boolean isBlank(TokenSlot token) {
      return TokenState.of(token.info()) == TokenState.BLANK;
    }
  }

  /// More than one token matches: choosing one by chance could choose the wrong keys.
  public static final class TokenAmbiguous extends TokenException {
    private static final long serialVersionUID = 1L;

    TokenAmbiguous(TokenSelector selector, Collection<TokenSlot> matches) {
      super(
          matches.size() + " tokens have " + selector + ": " + listed(matches),
          "name one of them by its serial: token.serial",
          null);
    }
  }

  /// The token does not take the PIN. One try was made, no other is.
  public static final class PinRefused extends TokenException {
    private static final long serialVersionUID = 1L;

    private final boolean wrong;

    PinRefused(TokenSlot token, LoginUser user, CkException cause) {
      super(
          "the token " + token + " refuses " + the(user) + ": " + cause.getMessage(),
          "mend the PIN before the next start: most tokens lock after a few wrong tries",
          cause);
      this.wrong = cause.is(Ckr.CKR_PIN_INCORRECT);
    }

    /// Whether it is another PIN that the token has, and not its state that keeps it from taking
    /// one.
    boolean isWrong() {
      return wrong;
    }
  }

  /// This PIN was refused before.
  public static final class PinBlown extends TokenException {
    private static final long serialVersionUID = 1L;

    PinBlown(TokenSlot token, LoginUser user, Path fuse) {
      super(
          "the token "
              + token
              + " refused this "
              + (user == LoginUser.USER ? "PIN" : "SO PIN")
              + " before; it is not tried again ("
              + fuse
              + ")",
          "mend the PIN; if it is the token that has this PIN by now: keelson token pin clear-fuse"
              + " --config FILE"
              + (user == LoginUser.USER ? "" : " --so"),
          null);
    }
  }

  /// The PIN is not where it is to be read.
  public static final class PinUnread extends TokenException {
    private static final long serialVersionUID = 1L;

    PinUnread(PinUnreadableException cause) {
      super(String.valueOf(cause.getMessage()), cause.remedy(), cause);
    }
  }

  /// A call never returned from the module, which then cannot be finalised: that would crash the
  /// process.
  public static final class CallStuck extends TokenException {
    private static final long serialVersionUID = 1L;

    CallStuck(Throwable cause) {
      super(
          "a call to the token does not return: " + cause.getMessage(),
          "look at the HSM, its network and the vendor's log; only a new process frees the module",
          cause);
    }
  }

  /// The token opens, but does not seal and open.
  public static final class CanarySilent extends TokenException {
    private static final long serialVersionUID = 1L;

    CanarySilent(Condition why) {
      super(why.what(), why.remedy(), null);
    }
  }

  /// The token does not serve now.
  public static final class Away extends TokenException {
    private static final long serialVersionUID = 1L;

    Away(Condition why) {
      super(why.what(), why.remedy(), null);
    }
  }

  /// The token itself says that a PIN was wrong, or that it is locked.
  public static final class PinAtRisk extends TokenException {
    private static final long serialVersionUID = 1L;

    PinAtRisk(TokenSlot token, LoginUser user, String flags) {
      super(
          "the token "
              + token
              + " says of "
              + the(user)
              + " "
              + flags
              + ": a wrong one now may lock it",
          "make sure of the PIN, then start once with --force-pin",
          null);
    }
  }

  /// The token does not take a new PIN, whose length or characters are not to its liking.
  public static final class NewPinUnfit extends TokenException {
    private static final long serialVersionUID = 1L;

    NewPinUnfit(TokenSlot token, Throwable cause) {
      super(
          "the token " + token + " does not take the new PIN: " + cause.getMessage(),
          "choose a PIN " + token.info().pinLength() + ", of the characters that the device allows",
          cause);
    }

    NewPinUnfit(TokenSlot token, LoginUser user) {
      super(
          "the new " + user + " PIN is shorter or longer than the token " + token + " takes",
          "choose a PIN " + token.info().pinLength(),
          null);
    }
  }

  /// A token with open sessions is not made anew.
  public static final class TokenInUse extends TokenException {
    private static final long serialVersionUID = 1L;

    TokenInUse(TokenSlot token, Throwable cause) {
      super(
          "the token " + token + " has open sessions: " + cause.getMessage(),
          "stop every daemon and every other program that uses the token, then try again",
          cause);
    }
  }

  /// What was tried before cannot be read or written, so nothing is tried.
  public static final class FuseUnusable extends TokenException {
    private static final long serialVersionUID = 1L;

    FuseUnusable(Path fuse, Throwable cause) {
      super(
          "the PIN fuse " + fuse + " cannot be used: " + cause.getMessage(),
          "state-dir must be a directory of the daemon's user: install -d -m 0700 -o keelson"
              + " /var/lib/keelson",
          cause);
    }
  }

  /// A new token needs a slot without one.
  public static final class NoBlankSlot extends TokenException {
    private static final long serialVersionUID = 1L;

    NoBlankSlot() {
      super(
          "the module shows no slot with a blank token",
          "make one with the vendor's tool (partition, application), then try again",
          null);
    }
  }

  /// A function of the module failed.
  public static final class DeviceFailed extends TokenException {
    private static final long serialVersionUID = 1L;

    DeviceFailed(String doing, Throwable cause) {
      super(
          doing + " failed: " + cause.getMessage(),
          "look at the HSM, its network and the vendor's log, then start again",
          cause);
    }
  }

  private static String the(LoginUser user) {
    return user == LoginUser.USER ? "the PIN" : "the SO PIN";
  }

  private static String listed(Collection<TokenSlot> tokens) {
    return tokens.isEmpty()
        ? "no token at all"
        : tokens.stream().map(TokenSlot::toString).collect(Collectors.joining(", "));
  }
}
