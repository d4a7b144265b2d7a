package dev.keelson.token;

import dev.keelson.cryptoki.CkException;
import dev.keelson.envelope.Aad;
import dev.keelson.envelope.Envelope;
import dev.keelson.envelope.Suite;
import dev.keelson.kek.Kek;
import dev.keelson.kek.KekException;
import dev.keelson.kek.KekId;
import dev.keelson.secret.SecretBytes;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;

/// A key in a token, and the lanes that lead to it. How it seals is its suite's own matter.
abstract sealed class TokenKek implements Kek permits AesGcmKek, HmacKdfKek {
  private final KekId id;
  private final TokenKey key;
  private final Lanes lanes;

  TokenKek(KekId id, TokenKey key, Lanes lanes) {
    this.id = id;
    this.key = key;
    this.lanes = lanes;
  }

  /// The key's suite at work, after a first seal.
  static TokenKek of(KekId id, TokenKey key, Lanes lanes, SecureRandom random) throws KekException {
    return switch (key.form()) {
      case AES -> new AesGcmKek(id, key, lanes, random);
      case HMAC -> new HmacKdfKek(id, key, lanes, random);
    };
  }

  @Override
  public final KekId id() {
    return id;
  }

  @Override
  public final Suite suite() {
    return key.suite();
  }

  /// Why the key does not open what it sealed itself; empty when it does.
  final Optional<KekException> fault() {
    try {
      requireOpensWitness();
      return Optional.empty();
    } catch (KekException e) {
      return Optional.of(e);
    }
  }

  /// Opens an envelope that this key has sealed when it was first used.
  abstract void requireOpensWitness() throws KekException;

  /// Whether the same seed gives the same bytes twice, which betrays every seed to who knows one.
  final boolean repeatsItself() throws KekException {
    try (var seed = SecretBytes.takeOver(new byte[suite().tagBytes()])) {
      Envelope one = seal(seed);
      Envelope other = seal(seed);
      return MessageDigest.isEqual(one.iv(), other.iv())
          || MessageDigest.isEqual(one.sealed(), other.sealed());
    }
  }

  final byte[] aad() {
    return Aad.of(suite(), id.toString());
  }

  final <T> T onLane(Lanes.Task<T> task) throws CkException, KekException {
    return lanes.call(task);
  }

  /// The token failed, on nothing that the caller has done.
  final KekException trouble(CkException e) {
    return new KekException.TokenTrouble("the token fails on key " + id + ": " + e.getMessage(), e);
  }
}
