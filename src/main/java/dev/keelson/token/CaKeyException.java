package dev.keelson.token;

import java.util.List;

/// What is wrong with an authority's key, while the token itself works.
public abstract sealed class CaKeyException extends TokenException {
  private static final long serialVersionUID = 1L;

  private CaKeyException(String what, String remedy) {
    super(what, remedy, null);
  }

  /// The token does not have the private half of the issuing certificate's key.
  public static final class Absent extends CaKeyException {
    private static final long serialVersionUID = 1L;

    Absent(TokenSlot token) {
      super(
          "the token " + token + " has no private key for the issuing certificate",
          "compare with: keelson ca show --config FILE; on a node with a token of its own, make an"
              + " authority of its own");
    }
  }

  /// What is there cannot sign, or could be used by others.
  public static final class Unfit extends CaKeyException {
    private static final long serialVersionUID = 1L;

    Unfit(TokenSlot token, List<String> faults) {
      super(
          "the authority's key on the token "
              + token
              + " is not fit to sign: "
              + String.join(", ", faults),
          "make an authority with a key of its own: keelson ca rotate --config FILE");
    }
  }
}
