package dev.keelson.ledger;

/// Bytes that are no line of a ledger, and why.
public final class MalformedLineException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedLineException(String why) {
    super(why);
  }
}
