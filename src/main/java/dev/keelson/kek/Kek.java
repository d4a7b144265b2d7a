package dev.keelson.kek;

import dev.keelson.envelope.Envelope;
import dev.keelson.envelope.Suite;
import dev.keelson.secret.SecretBytes;

/// A key that seals and opens, wherever it lives.
public interface Kek {
  KekId id();

  Suite suite();

  /// Seals 1 to [Envelope#maxPlaintext] bytes; the same seed never gives the same envelope twice.
  Envelope seal(SecretBytes seed) throws KekException;

  /// Opens an envelope of this key's suite; the caller closes what it gets.
  SecretBytes open(Envelope envelope) throws KekException;
}
