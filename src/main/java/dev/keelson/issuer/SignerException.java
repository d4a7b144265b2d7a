package dev.keelson.issuer;

import org.jspecify.annotations.Nullable;

/// The authority's key does not sign now.
public final class SignerException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  public SignerException(String what, String remedy, @Nullable Throwable cause) {
    super(what, cause);
    this.remedy = remedy;
  }

  /// What to do about it.
  public String remedy() {
    return remedy;
  }
}
