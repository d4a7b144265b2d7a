package dev.keelson.cli;

/// A command that would do harm, and was not forced.
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  public RefusedException(String what, String remedy) {
    super(what);
    this.remedy = remedy;
  }

  /// What to do instead.
  String remedy() {
    return remedy;
  }
}
