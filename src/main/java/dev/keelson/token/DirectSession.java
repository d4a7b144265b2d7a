package dev.keelson.token;

import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.GcmOutput;
import dev.keelson.envelope.Aad;
import dev.keelson.secret.SecretBytes;
import dev.keelson.token.KekFinder.FoundKek;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;

/// A session of a [DirectKek]: the very calls of a daemon's lane, and nothing around them but what
/// the suite does in the process.
public final class DirectSession implements AutoCloseable {
  /// IVs drawn at once, so that a shared generator's lock does not slow the yardstick down.
  private static final int IVS = 1_024;

  private final Session session;
  private final FoundKek kek;
  private final byte[] aad;
  private final GcmCall gcm;
  private final SecureRandom random;
  private final ByteBuffer ivs;

  DirectSession(Session session, FoundKek kek, SecureRandom random) {
    this.session = session;
    this.kek = kek;
    this.aad = Aad.of(kek.key().suite(), kek.id().toString());
    this.gcm = new GcmCall(kek.key(), aad);
    this.random = random;
    this.ivs = ByteBuffer.allocate(IVS * kek.key().suite().ivBytes());
    ivs.position(ivs.limit());
  }

  /// What the token sealed; good for [#open] only.
  public static final class Sealed {
    private final byte[] iv;
    private final byte[] bytes;

    private Sealed(byte[] iv, byte[] bytes) {
      this.iv = iv;
      this.bytes = bytes;
    }
  }

  public Sealed seal(SecretBytes seed) throws CkException {
    return switch (kek.key().form()) {
      case AES -> sealedThere(seed);
      case HMAC -> sealedHere(seed);
    };
  }

  private Sealed sealedThere(SecretBytes seed) throws CkException {
    byte[] iv = kek.key().iv() == GcmIv.DAEMON ? nextIv() : gcm.newIv(random);
    GcmOutput output = gcm.seal(session, iv, seed);
    return new Sealed(output.iv(), output.output());
  }

  private Sealed sealedHere(SecretBytes seed) throws CkException {
    byte[] nonce = nextIv();
    try (var key = oneTime(nonce)) {
      return new Sealed(nonce, key.seal(seed, aad));
    }
  }

  /// The caller closes it.
  public SecretBytes open(Sealed sealed) throws CkException {
    return switch (kek.key().form()) {
      case AES -> gcm.open(session, sealed.iv, sealed.bytes);
      case HMAC -> openedHere(sealed);
    };
  }

  private SecretBytes openedHere(Sealed sealed) throws CkException {
    try (var key = oneTime(sealed.iv)) {
      return key.open(sealed.bytes, aad);
    } catch (AEADBadTagException e) {
      throw new IllegalStateException("the token makes other keys than it made", e);
    }
  }

  private OneTimeKey oneTime(byte[] nonce) throws CkException {
    return new OneTimeKey(HmacKdf.derive(session, kek.key(), kek.id(), nonce));
  }

  private byte[] nextIv() {
    if (!ivs.hasRemaining()) {
      random.nextBytes(ivs.array());
      ivs.clear();
    }
    byte[] iv = new byte[kek.key().suite().ivBytes()];
    ivs.get(iv);
    return iv;
  }

  @Override
  public void close() {
    session.close();
  }
}
