package dev.keelson.enrollment.keep;

/// A file that should hold a key or certificates holds something else. Its message quotes nothing.
final class MalformedPairException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedPairException(String what) {
    super(what);
  }
}
