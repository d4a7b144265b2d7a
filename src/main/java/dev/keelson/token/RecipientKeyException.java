package dev.keelson.token;

import java.util.List;

/// What is wrong with a recipient's private key, while the token itself works.
public abstract sealed class RecipientKeyException extends TokenException {
  private static final long serialVersionUID = 1L;

  private RecipientKeyException(String what, String remedy) {
    super(what, remedy, null);
  }

  /// The token has no such key.
  public static final class Absent extends RecipientKeyException {
    private static final long serialVersionUID = 1L;

    Absent(String label, TokenSlot token) {
      super(
          "the token " + token + " has no RSA private key '" + label + "'",
          "see the labels with the vendor's tool: pkcs11-tool --list-objects --login");
    }
  }

  /// Two keys that are not one and the same share the label.
  public static final class Ambiguous extends RecipientKeyException {
    private static final long serialVersionUID = 1L;

    Ambiguous(String label, TokenSlot token, int keys) {
      super(
          keys + " different RSA private keys on the token " + token + " have '" + label + "'",
          "give the one that is meant a label of its own with the vendor's tool");
    }
  }

  /// The token does not let it be used, or cannot.
  public static final class Unfit extends RecipientKeyException {
    private static final long serialVersionUID = 1L;

    Unfit(String label, TokenSlot token, List<String> faults) {
      super(
          "the key '"
              + label
              + "' of the token "
              + token
              + " opens no copy: "
              + String.join(", ", faults),
          "it has to be RSA with CKA_DECRYPT, on a token that can CKM_RSA_PKCS_OAEP with SHA-256, or"
              + " CKM_RSA_X_509");
    }
  }
}
