package dev.keelson.token;

import java.util.List;

/// What is wrong with the key that signs the ledger, while the token itself works.
public abstract sealed class LedgerKeyException extends TokenException {
  private static final long serialVersionUID = 1L;

  private LedgerKeyException(String what, String remedy) {
    super(what, remedy, null);
  }

  /// The token has no such key.
  public static final class Absent extends LedgerKeyException {
    private static final long serialVersionUID = 1L;

    Absent(TokenSlot token) {
      super(
          "the token " + token + " has no key pair '" + LedgerKey.LABEL + "'",
          "make one: keelson audit key create --config FILE; or do without signatures:"
              + " ledger.checkpoint-interval: off");
    }
  }

  /// There is something under its label where a first one was to be made.
  public static final class Present extends LedgerKeyException {
    private static final long serialVersionUID = 1L;

    Present(TokenSlot token) {
      super(
          "the token " + token + " has a key '" + LedgerKey.LABEL + "' already",
          "use it: keelson audit key show --config FILE");
    }
  }

  /// What is there cannot sign, or could be used by others.
  public static final class Unfit extends LedgerKeyException {
    private static final long serialVersionUID = 1L;

    Unfit(TokenSlot token, List<String> faults) {
      super(
          "the key pair '"
              + LedgerKey.LABEL
              + "' of the token "
              + token
              + " is not fit to sign: "
              + String.join(", ", faults),
          "keep its public key for what it signed; then give what is there another label with the"
              + " vendor's tool, and make a new pair: keelson audit key create --config FILE");
    }
  }
}
