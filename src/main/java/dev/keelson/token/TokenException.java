package dev.keelson.token;

import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Ckr;
import dev.keelson.kek.GenerationLabel;
import dev.keelson.kek.KekId;
import dev.keelson.kek.KeyringName;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Why a token cannot be served or changed: what was seen and where, and what the operator can do.
public abstract sealed class TokenException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  private TokenException(String what, String remedy, @Nullable Throwable cause) {
    super(what, cause);
    this.remedy = remedy;
  }

  /// What to do about it, with the command where there is one.
  public String remedy() {
    return remedy;
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
              + " the HSM, at the vendor's configuration and at module.environment",
          null);
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

  /// The token has no key of the keyring.
  public static final class KeyringAbsent extends TokenException {
    private static final long serialVersionUID = 1L;

    KeyringAbsent(KeyringName keyring, TokenSlot token) {
      super(
          "the token " + token + " has no key of keyring '" + keyring + "'",
          "compare keyring with the labels on the token, which have the form"
              + " keelson/<keyring>/<generation>/<yyyyMMddHHmmss>; to make a first key: keelson kek"
              + " create --config FILE",
          null);
    }
  }

  /// There are keys where a first one was to be made.
  public static final class KeyringPresent extends TokenException {
    private static final long serialVersionUID = 1L;

    KeyringPresent(KeyringName keyring, TokenSlot token, int keys) {
      super(
          "the token " + token + " has " + keys + " keys of keyring '" + keyring + "' already",
          "for a next generation: keelson kek rotate --config FILE",
          null);
    }
  }

  /// The token has no key of this name.
  public static final class KekAbsent extends TokenException {
    private static final long serialVersionUID = 1L;

    KekAbsent(KekId id, TokenSlot token) {
      super(
          "the token " + token + " has no key " + id,
          "see which there are: keelson kek list --config FILE",
          null);
    }
  }

  /// No generation's activation time has come.
  public static final class NoneActive extends TokenException {
    private static final long serialVersionUID = 1L;

    NoneActive(KeyringName keyring, GenerationLabel first) {
      super(
          "no generation of keyring '"
              + keyring
              + "' is active yet; the first becomes so at "
              + first.activation(),
          "wait until then, or mend this host's clock: timedatectl",
          null);
    }
  }

  /// Two keys say that they are the same generation.
  public static final class DuplicateGeneration extends TokenException {
    private static final long serialVersionUID = 1L;

    DuplicateGeneration(GenerationLabel one, GenerationLabel other, TokenSlot token) {
      super(
          "two keys on the token "
              + token
              + " are generation "
              + one.generation()
              + " of keyring '"
              + one.keyring()
              + "': labels "
              + one
              + " and "
              + other,
          "find out which one sealed your data, then rename the other with the vendor's tool; do not"
              + " delete either before everything opens",
          null);
    }
  }

  /// A key that the token does not guard as a KEK must be guarded.
  public static final class UnsafeKey extends TokenException {
    private static final long serialVersionUID = 1L;

    UnsafeKey(GenerationLabel label, TokenSlot token, List<String> faults) {
      super(
          "key "
              + label
              + " on the token "
              + token
              + " is not safe to serve: "
              + String.join(", ", faults),
          "a key that was ever readable cannot be trusted again: make a new generation with"
              + " CKA_TOKEN, CKA_PRIVATE, CKA_SENSITIVE, CKA_ENCRYPT and CKA_DECRYPT true,"
              + " CKA_EXTRACTABLE, CKA_WRAP, CKA_UNWRAP and CKA_DERIVE false",
          null);
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
