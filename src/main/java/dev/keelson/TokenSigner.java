package dev.keelson;

import dev.keelson.ledger.CheckpointSigner;
import dev.keelson.ledger.MalformedNoteException;
import dev.keelson.ledger.NoteKey;
import dev.keelson.ledger.UnsignedException;
import dev.keelson.token.ServedKeyring;
import dev.keelson.token.TokenException;
import dev.keelson.token.TokenSignature;

/// Has checkpoints signed by a token of the keyring.
record TokenSigner(ServedKeyring keyring) implements CheckpointSigner {
  private static final String REMEDY = "look at the HSM and the vendor's log";

  @Override
  public Signature sign(byte[] note) throws UnsignedException {
    try {
      TokenSignature made = keyring.sign(note);
      return Signature.ofEcdsa(new NoteKey(made.key()), made.raw());
    } catch (TokenException e) {
      throw new UnsignedException(String.valueOf(e.getMessage()), e.remedy(), e);
    } catch (MalformedNoteException | IllegalArgumentException e) {
      throw new UnsignedException(String.valueOf(e.getMessage()), REMEDY, e);
    }
  }
}
