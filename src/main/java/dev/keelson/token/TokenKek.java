package dev.keelson.token;

import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Mechanism;
import dev.keelson.envelope.Aad;
import dev.keelson.envelope.Envelope;
import dev.keelson.envelope.Suite;
import dev.keelson.kek.Kek;
import dev.keelson.kek.KekException;
import dev.keelson.kek.KekId;
import dev.keelson.secret.SecretBytes;
import java.security.SecureRandom;
import java.util.Optional;

/// An AES-256 key in a token that seals with `CKM_AES_GCM` (suite `aes-256-gcm`).
final class TokenKek implements Kek {
  private final KekId id;
  private final long key;
  private final Lanes lanes;
  private final SecureRandom random;
  private final Envelope witness;

  /// Seals a first envelope, which later tells a bad ciphertext from a bad token.
  TokenKek(KekId id, long key, Lanes lanes, SecureRandom random) throws KekException {
    this.id = id;
    this.key = key;
    this.lanes = lanes;
    this.random = random;
    try (var nothing = SecretBytes.takeOver(new byte[1])) {
      this.witness = seal(nothing);
    }
  }

  @Override
  public KekId id() {
    return id;
  }

  @Override
  public Suite suite() {
    return Suite.AES_256_GCM;
  }

  /// What a token answered to a seed, and whether it opens again.
  @SuppressWarnings("ArrayRecordComponent") // never compared, never printed
  private record Answer(byte[] sealed, boolean opens) {}

  /// No envelope leaves that the token does not open: under a seed that is lost the API server
  /// would write for months, and find out at its next start.
  @Override
  public Envelope seal(SecretBytes seed) throws KekException {
    byte[] iv = new byte[suite().ivBytes()];
    random.nextBytes(iv);
    try {
      Answer answer = lanes.call(session -> sealed(session, iv, seed));
      if (!answer.opens()) {
        throw new KekException.TokenTrouble("the token opened other bytes than it sealed", null);
      }
      return new Envelope(suite(), iv, answer.sealed());
    } catch (CkException e) {
      throw trouble(e);
    }
  }

  private Answer sealed(Session session, byte[] iv, SecretBytes seed) throws CkException {
    byte[] sealed = session.encrypt(gcm(iv), key, seed.revealBytes());
    try (var opened = SecretBytes.takeOver(session.decrypt(gcm(iv), key, sealed))) {
      return new Answer(sealed, seed.sameAs(opened));
    }
  }

  /// A token gives one code for a changed ciphertext and for its own death (SoftHSM:
  /// `CKR_GENERAL_ERROR`), so a refusal is judged by an envelope that is known to be good.
  @Override
  public SecretBytes open(Envelope envelope) throws KekException {
    try {
      return unseal(envelope);
    } catch (CkException refused) {
      requireOpensWitness();
      throw new KekException.Tampered(refused);
    }
  }

  /// Why the key does not open what it sealed itself; empty when it does.
  Optional<KekException> fault() {
    try {
      requireOpensWitness();
      return Optional.empty();
    } catch (KekException e) {
      return Optional.of(e);
    }
  }

  private void requireOpensWitness() throws KekException {
    try {
      unseal(witness).close();
    } catch (CkException e) {
      throw trouble(e);
    }
  }

  private SecretBytes unseal(Envelope envelope) throws CkException, KekException {
    SecretBytes seed =
        lanes.call(session ->
            SecretBytes.takeOver(session.decrypt(gcm(envelope.iv()), key, envelope.sealed())));
    if (seed.length() != envelope.sealed().length - suite().tagBytes()) {
      seed.close();
      throw new KekException.TokenTrouble("the token opened fewer bytes than it sealed", null);
    }
    return seed;
  }

  private Mechanism gcm(byte[] iv) {
    return new Mechanism.AesGcm(iv, Aad.of(suite(), id.toString()), suite().tagBytes());
  }

  private KekException trouble(CkException e) {
    return new KekException.TokenTrouble("the token fails on key " + id + ": " + e.getMessage(), e);
  }
}
