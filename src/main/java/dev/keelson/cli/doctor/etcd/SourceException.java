package dev.keelson.cli.doctor.etcd;

/// What a program is started with cannot be told.
final class SourceException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  SourceException(String what, String remedy) {
    super(what);
    this.remedy = remedy;
  }

  /// What to do.
  String remedy() {
    return remedy;
  }
}
