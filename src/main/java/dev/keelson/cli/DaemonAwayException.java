package dev.keelson.cli;

/// A command that needs a daemon, and none that serves its calls.
public final class DaemonAwayException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  public DaemonAwayException(String what, String remedy) {
    super(what);
    this.remedy = remedy;
  }

  /// What to do first.
  String remedy() {
    return remedy;
  }
}
