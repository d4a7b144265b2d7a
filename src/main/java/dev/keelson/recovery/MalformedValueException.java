package dev.keelson.recovery;

import org.jspecify.annotations.Nullable;

/// A value that says it was sealed through KMS v2, and is not of that form.
public final class MalformedValueException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedValueException(String what, @Nullable Throwable cause) {
    super(what, cause);
  }
}
