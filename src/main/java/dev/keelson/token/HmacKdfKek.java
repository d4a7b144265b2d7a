package dev.keelson.token;

import dev.keelson.cryptoki.CkException;
import dev.keelson.envelope.Envelope;
import dev.keelson.kek.KekException;
import dev.keelson.kek.KekId;
import dev.keelson.secret.SecretBytes;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;

/// An HMAC-SHA256 key in a token without AES-GCM, such as a TPM: it makes a one-time key of a nonce
/// in one call, and the rest is done here. So a forged envelope never reaches the token, whose
/// sessions a failing operation could spoil, and a token that refuses is a token in trouble.
///
/// An envelope is not opened again before it leaves, as that would be a second call: a TPM takes
/// some milliseconds for each, and its answers are authenticated on their way. The canary finds a
/// token that answers otherwise than it did.
final class HmacKdfKek extends TokenKek {
  private final TokenKey key;
  private final SecureRandom random;
  private final Envelope witness;

  /// Seals a first envelope, by which the canary knows that the key is still the same.
  HmacKdfKek(KekId id, TokenKey key, Lanes lanes, SecureRandom random) throws KekException {
    super(id, key, lanes);
    this.key = key;
    this.random = random;
    try (var nothing = SecretBytes.takeOver(new byte[1])) {
      this.witness = seal(nothing);
    }
  }

  @Override
  public Envelope seal(SecretBytes seed) throws KekException {
    byte[] nonce = new byte[suite().ivBytes()];
    random.nextBytes(nonce);
    try (var oneTime = derived(nonce)) {
      return new Envelope(suite(), nonce, oneTime.seal(seed, aad()));
    }
  }

  @Override
  public SecretBytes open(Envelope envelope) throws KekException {
    try (var oneTime = derived(envelope.iv())) {
      return oneTime.open(envelope.sealed(), aad());
    } catch (AEADBadTagException e) {
      throw new KekException.Tampered(e);
    }
  }

  @Override
  void requireOpensWitness() throws KekException {
    try (var oneTime = derived(witness.iv());
        var _ = oneTime.open(witness.sealed(), aad())) {
      return;
    } catch (AEADBadTagException e) {
      throw new KekException.TokenTrouble("the token makes other keys than it made", e);
    }
  }

  private OneTimeKey derived(byte[] nonce) throws KekException {
    try {
      SecretBytes made = onLane(session -> HmacKdf.derive(session, key, id(), nonce));
      if (made.length() != OneTimeKey.BYTES) {
        made.close();
        throw new KekException.TokenTrouble("the token's HMAC-SHA256 has another length", null);
      }
      return new OneTimeKey(made);
    } catch (CkException e) {
      throw trouble(e);
    }
  }
}
