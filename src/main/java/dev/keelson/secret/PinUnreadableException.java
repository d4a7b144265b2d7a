package dev.keelson.secret;

/// A PIN could not be had, or is kept where others can read it.
public final class PinUnreadableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  PinUnreadableException(String what, String remedy) {
    super(what);
    this.remedy = remedy;
  }

  /// What the operator can do, with the command where there is one.
  public String remedy() {
    return remedy;
  }
}
