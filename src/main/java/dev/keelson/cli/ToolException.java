package dev.keelson.cli;

/// A program that a command needs is not there, or does not end.
public final class ToolException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  public ToolException(String what, String remedy) {
    super(what);
    this.remedy = remedy;
  }

  /// What to do.
  String remedy() {
    return remedy;
  }
}
