package dev.keelson.ledger;

/// A text that is no signed checkpoint, or a key that none is signed with, and why.
public final class MalformedNoteException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedNoteException(String why) {
    super(why);
  }
}
