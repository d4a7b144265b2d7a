package dev.keelson.recovery;

/// Bytes that are no recovery copy.
public final class MalformedCopyException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedCopyException(String what) {
    super(what);
  }
}
