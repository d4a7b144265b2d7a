package dev.keelson.cryptoki;

/// A function of the module did not return `CKR_OK`.
///
/// Codes do not tell a bad ciphertext from a dead device: SoftHSM answers `CKR_GENERAL_ERROR` to
/// both. Only the caller can judge.
public final class CkException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Fn function;
  private final long code;

  CkException(Fn function, long code) {
    super(function + " returned " + Ckr.name(code));
    this.function = function;
    this.code = code;
  }

  public Fn function() {
    return function;
  }

  public boolean is(Ckr ckr) {
    return code == ckr.code();
  }
}
