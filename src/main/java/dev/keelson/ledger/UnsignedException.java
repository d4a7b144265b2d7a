package dev.keelson.ledger;

import org.jspecify.annotations.Nullable;

/// Why there is no signature under the ledger's head, and what to do about it.
public final class UnsignedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  public UnsignedException(String what, String remedy, @Nullable Throwable cause) {
    super(what, cause);
    this.remedy = remedy;
  }

  /// With the command where there is one.
  public String remedy() {
    return remedy;
  }
}
