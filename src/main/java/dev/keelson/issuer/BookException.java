package dev.keelson.issuer;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The book of certificates cannot be read or written: nothing is signed without it.
public final class BookException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  BookException(String what, String remedy, @Nullable Throwable cause) {
    super(what, cause);
    this.remedy = remedy;
  }

  static BookException unusable(Path file, Exception cause) {
    return new BookException(
        "the book of certificates " + file + " cannot be used: " + cause,
        "look at the space, owner and mode of " + file.getParent(),
        cause);
  }

  /// What to do about it.
  public String remedy() {
    return remedy;
  }
}
