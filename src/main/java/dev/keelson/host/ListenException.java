package dev.keelson.host;

import org.jspecify.annotations.Nullable;

/// A socket cannot be served.
public final class ListenException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  ListenException(String what, String remedy, @Nullable Throwable cause) {
    super(what, cause);
    this.remedy = remedy;
  }

  /// What to do about it, with the command where there is one.
  public String remedy() {
    return remedy;
  }
}
