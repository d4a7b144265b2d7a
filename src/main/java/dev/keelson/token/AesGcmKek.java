package dev.keelson.token;

import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.GcmOutput;
import dev.keelson.envelope.Envelope;
import dev.keelson.kek.KekException;
import dev.keelson.kek.KekId;
import dev.keelson.secret.SecretBytes;
import java.security.SecureRandom;

/// An AES-256 key in a token that seals with `CKM_AES_GCM`, whoever makes the IV.
final class AesGcmKek extends TokenKek {
  private final TokenKey key;
  private final GcmCall gcm;
  private final SecureRandom random;
  private final Envelope witness;

  /// Seals a first envelope, which later tells a bad ciphertext from a bad token.
  AesGcmKek(KekId id, TokenKey key, Lanes lanes, SecureRandom random) throws KekException {
    super(id, key, lanes);
    this.key = key;
    this.gcm = new GcmCall(key, aad());
    this.random = random;
    try (var nothing = SecretBytes.takeOver(new byte[1])) {
      this.witness = seal(nothing);
    }
  }

  /// What a token answered to a seed, and whether it opens again.
  private record Answer(GcmOutput sealed, boolean opens) {}

  /// No envelope leaves that the token does not open: under a seed that is lost the API server
  /// would write for months, and find out at its next start.
  @Override
  public Envelope seal(SecretBytes seed) throws KekException {
    byte[] iv = gcm.newIv(random);
    try {
      Answer answer = onLane(session -> sealed(session, iv, seed));
      requireEnvelope(answer.sealed(), seed.length());
      if (!answer.opens()) {
        throw new KekException.TokenTrouble("the token opened other bytes than it sealed", null);
      }
      return new Envelope(suite(), answer.sealed().iv(), answer.sealed().output());
    } catch (CkException e) {
      throw trouble(e);
    }
  }

  private Answer sealed(Session session, byte[] iv, SecretBytes seed) throws CkException {
    GcmOutput sealed = gcm.seal(session, iv, seed);
    if (!isEnvelope(sealed, seed.length())) {
      return new Answer(sealed, false);
    }
    try (var opened = gcm.open(session, sealed.iv(), sealed.output())) {
      return new Answer(sealed, seed.sameAs(opened));
    }
  }

  private void requireEnvelope(GcmOutput sealed, int plaintextBytes) throws KekException {
    if (!isEnvelope(sealed, plaintextBytes)) {
      var unlike = new GcmCall.Unlike(key.iv());
      throw new KekException.TokenTrouble(String.valueOf(unlike.getMessage()), unlike);
    }
  }

  private boolean isEnvelope(GcmOutput sealed, int plaintextBytes) {
    return suite().hasIvsOf(sealed.iv().length)
        && sealed.output().length == plaintextBytes + suite().tagBytes();
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

  @Override
  void requireOpensWitness() throws KekException {
    try {
      unseal(witness).close();
    } catch (CkException e) {
      throw trouble(e);
    }
  }

  private SecretBytes unseal(Envelope envelope) throws CkException, KekException {
    byte[] sealed = envelope.sealed();
    SecretBytes seed = onLane(session -> gcm.open(session, envelope.iv(), sealed));
    if (seed.length() != sealed.length - suite().tagBytes()) {
      seed.close();
      throw new KekException.TokenTrouble("the token opened fewer bytes than it sealed", null);
    }
    return seed;
  }
}
