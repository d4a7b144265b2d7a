package dev.keelson.token;

import dev.keelson.cryptoki.CkException;
import dev.keelson.envelope.Suite;
import dev.keelson.kek.GenerationLabel;
import dev.keelson.kek.KekId;
import dev.keelson.kek.KeyringName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is wrong with the keys on a token, while the token itself works.
public abstract sealed class KeyringException extends TokenException {
  private static final long serialVersionUID = 1L;

  private KeyringException(String what, String remedy) {
    this(what, remedy, null);
  }

  private KeyringException(String what, String remedy, @Nullable Throwable cause) {
    super(what, remedy, cause);
  }

  /// The token has no key of the keyring.
  public static final class KeyringAbsent extends KeyringException {
    private static final long serialVersionUID = 1L;

    KeyringAbsent(KeyringName keyring, TokenSlot token) {
      super(
          "the token " + token + " has no key of keyring '" + keyring + "'",
          "compare keyring with the labels on the token, which have the form"
              + " keelson/<keyring>/<generation>/<yyyyMMddHHmmss>; to make a first key: keelson kek"
              + " create --config FILE");
    }
  }

  /// There are keys where a first one was to be made.
  public static final class KeyringPresent extends KeyringException {
    private static final long serialVersionUID = 1L;

    KeyringPresent(KeyringName keyring, TokenSlot token, int keys) {
      super(
          "the token " + token + " has " + keys + " keys of keyring '" + keyring + "' already",
          "for a next generation: keelson kek rotate --config FILE");
    }
  }

  /// The token has no key of this name.
  public static final class KekAbsent extends KeyringException {
    private static final long serialVersionUID = 1L;

    KekAbsent(KekId id, TokenSlot token) {
      super(
          "the token " + token + " has no key " + id,
          "see which there are: keelson kek list --config FILE");
    }
  }

  /// Every number of the keyring is used up.
  public static final class KeyringFull extends KeyringException {
    private static final long serialVersionUID = 1L;

    KeyringFull(KeyringName keyring, TokenSlot token) {
      super(
          "keyring '"
              + keyring
              + "' on the token "
              + token
              + " has reached generation "
              + KekId.MAX_GENERATION
              + ", the last that a label has room for",
          "begin another keyring, served on a second socket under a second provider name, and let"
              + " kube-apiserver write everything again");
    }
  }

  /// A key of the vendor's tool that is to become a generation is not there, or not the only one.
  public static final class NotOneKey extends KeyringException {
    private static final long serialVersionUID = 1L;

    NotOneKey(String label, TokenSlot token, List<String> seen) {
      super(
          seen.size()
              + " secret keys on the token "
              + token
              + " have the label '"
              + label
              + "'"
              + (seen.isEmpty() ? "" : ": CKA_ID " + String.join(" and CKA_ID ", seen)),
          "see the labels with the vendor's tool (pkcs11-tool --list-objects --login), and give the"
              + " one that is meant a label of its own");
    }
  }

  /// A key may be known outside the token.
  public static final class DoubtfulKey extends KeyringException {
    private static final long serialVersionUID = 1L;

    DoubtfulKey(String label, TokenSlot token, List<String> doubts) {
      super(
          "key "
              + label
              + " on the token "
              + token
              + " may have been outside it: "
              + String.join(", ", doubts),
          "make one inside: keelson kek rotate --config FILE; if it was brought in on purpose, as in"
              + " a key ceremony: --from-outside");
    }
  }

  /// No generation's activation time has come.
  public static final class NoneActive extends KeyringException {
    private static final long serialVersionUID = 1L;

    NoneActive(KeyringName keyring, Instant first) {
      super(
          "no generation of keyring '"
              + keyring
              + "' is active yet; the first becomes so at "
              + first,
          "wait until then, or mend this host's clock: timedatectl");
    }
  }

  /// The token makes no such keys through PKCS#11.
  public static final class NotMadeHere extends KeyringException {
    private static final long serialVersionUID = 1L;

    NotMadeHere(GenerationLabel label, Suite suite, TokenSlot token, CkException cause) {
      super(
          "the token "
              + token
              + " makes no key for "
              + suite
              + " through PKCS#11: "
              + cause.getMessage(),
          "make one with the vendor's own tool, labelled "
              + label
              + "; on a TPM: tpm2_ptool addkey --algorithm hmac:sha256 --label '"
              + token.info().label()
              + "' --key-label "
              + label
              + " --path $TPM2_PKCS11_STORE --userpin PIN; or see keelson kek create --help for"
              + " another --suite",
          cause);
    }
  }

  /// The configuration has the token's keys seal in another way.
  public static final class SuiteNotServed extends KeyringException {
    private static final long serialVersionUID = 1L;

    SuiteNotServed(Suite suite, GcmIv iv) {
      super(
          "module.gcm-iv is "
              + iv
              + ", so AES keys are served with "
              + iv.suite()
              + ", not with "
              + suite,
          "leave --suite out, or mend module.gcm-iv in the configuration");
    }
  }

  /// The token does not have it with IVs as the configuration says.
  public static final class IvUnlike extends KeyringException {
    private static final long serialVersionUID = 1L;

    IvUnlike(TokenSlot token, GcmIv iv, Throwable cause) {
      super(
          "the token "
              + token
              + " does not seal as module.gcm-iv: "
              + iv
              + " has it: "
              + cause.getMessage(),
          "compare module.gcm-iv with the vendor's documents, for this firmware and for FIPS mode on"
              + " or off",
          cause);
    }
  }

  /// A token that makes IVs makes the same twice: who sees two seeds sealed under one IV has both.
  public static final class IvRepeats extends KeyringException {
    private static final long serialVersionUID = 1L;

    IvRepeats(KekId id, TokenSlot token) {
      super(
          "the token "
              + token
              + " sealed one seed twice under key "
              + id
              + " and gave the same bytes: it uses one IV again and again, which betrays every seed",
          "compare module.gcm-iv with the vendor's documents: "
              + GcmIv.DAEMON
              + " for a token that takes the daemon's IV; never serve this token as it is",
          null);
    }
  }

  /// Two keys that cannot be told apart: one number, or one CKA_ID.
  public static final class DuplicateKeys extends KeyringException {
    private static final long serialVersionUID = 1L;

    DuplicateKeys(SeenKek one, SeenKek other, TokenSlot token) {
      super(
          "two keys on the token "
              + token
              + " have "
              + shared(one, other)
              + ": "
              + one
              + " and "
              + other,
          "find out which one sealed your data, then rename the other with the vendor's tool; do not"
              + " delete either before everything opens");
    }

    private static String shared(SeenKek one, SeenKek other) {
      var label = one.label();
      return label.generation() == other.label().generation()
          ? "the number of generation "
              + label.generation()
              + " of keyring '"
              + label.keyring()
              + "'"
          : "the CKA_ID " + one.ckaId();
    }
  }

  /// The key under a generation's number is not the one that another token has under it.
  public static final class OtherKey extends KeyringException {
    private static final long serialVersionUID = 1L;

    OtherKey(KekId here, KekId there, TokenSelector token) {
      super(
          "the token with "
              + token
              + " has key "
              + here
              + " where another token has "
              + there
              + ": it is not a copy, and does not serve",
          "find out which key sealed your data, with keelson kek verify on each token; then clone"
              + " that one with the vendor's tool, and rename the other");
    }
  }

  /// The token shows keys of the keyring, but no longer the active one.
  public static final class ActiveKeyGone extends KeyringException {
    private static final long serialVersionUID = 1L;

    ActiveKeyGone(KekId active, TokenSelector token) {
      super(
          "the token with "
              + token
              + " is there, but its active key "
              + active
              + " is not: it was deleted, or the token was made anew",
          "restore the key from the vendor's backup: what it sealed opens with no other; see what is"
              + " there: keelson kek list --config FILE");
    }
  }

  /// A key that the token does not guard as a KEK must be guarded.
  public static final class UnsafeKey extends KeyringException {
    private static final long serialVersionUID = 1L;

    UnsafeKey(String label, TokenSlot token, List<String> faults) {
      super(
          "key "
              + label
              + " on the token "
              + token
              + " is not safe to serve: "
              + String.join(", ", faults),
          "a key that was ever readable cannot be trusted again: make a new generation with"
              + " CKA_TOKEN, CKA_PRIVATE, CKA_SENSITIVE, CKA_ENCRYPT and CKA_DECRYPT true,"
              + " CKA_EXTRACTABLE, CKA_WRAP, CKA_UNWRAP and CKA_DERIVE false (for HMAC, CKA_SIGN"
              + " true instead of CKA_ENCRYPT and CKA_DECRYPT)");
    }
  }
}
