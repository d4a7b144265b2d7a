package dev.keelson.kms;

import dev.keelson.envelope.Envelope;
import dev.keelson.envelope.Suite;
import dev.keelson.kek.Fingerprint;
import dev.keelson.kek.Generation;
import dev.keelson.kek.Kek;
import dev.keelson.kek.KekException;
import dev.keelson.kek.KekId;
import dev.keelson.kek.Keyring;
import dev.keelson.kek.KeyringName;
import dev.keelson.secret.SecretBytes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

/// A key that protects nothing, and does first what a test wants of its token.
///
/// @param token what happens at each use
record FakeKek(KekId id, Token token) implements Kek {
  static final KeyringName KEYRING = new KeyringName("prod");

  /// What a use of the key runs into.
  interface Token {
    void touch() throws KekException;
  }

  static FakeKek numbered(int generation, Token token) {
    var fingerprint = Fingerprint.ofKeyedOutput(new byte[] {(byte) generation});
    return new FakeKek(new KekId(KEYRING, generation, fingerprint), token);
  }

  /// A keyring of one generation.
  static Keyring keyringOver(Token token) {
    return keyring(
        InstantSource.fixed(Instant.EPOCH), new Generation(numbered(1, token), Instant.EPOCH));
  }

  /// A keyring that never changes.
  static Keyring keyring(InstantSource clock, Generation... generations) {
    var all = List.of(generations);
    return new Keyring(KEYRING, all, () -> all, clock);
  }

  @Override
  public Suite suite() {
    return Suite.AES_256_GCM;
  }

  @Override
  public Envelope seal(SecretBytes seed) throws KekException {
    token.touch();
    byte[] sealed = Arrays.copyOf(seed.revealBytes(), seed.length() + suite().tagBytes());
    return new Envelope(suite(), new byte[suite().ivBytes()], sealed);
  }

  @Override
  public SecretBytes open(Envelope envelope) throws KekException {
    token.touch();
    byte[] sealed = envelope.sealed();
    return SecretBytes.takeOver(Arrays.copyOf(sealed, sealed.length - suite().tagBytes()));
  }
}
