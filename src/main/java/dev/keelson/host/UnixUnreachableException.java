package dev.keelson.host;

/// Nothing answers at a Unix socket's address, or this process may not connect to it.
public final class UnixUnreachableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String what;
  private final String remedy;

  UnixUnreachableException(String what, String remedy) {
    super(what);
    this.what = what;
    this.remedy = remedy;
  }

  public String what() {
    return what;
  }

  /// What the operator can do.
  public String remedy() {
    return remedy;
  }
}
