package dev.keelson.token;

import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Mechanism;
import dev.keelson.envelope.Aad;
import dev.keelson.envelope.Suite;
import dev.keelson.secret.SecretBytes;
import dev.keelson.token.KekFinder.FoundKek;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/// A session of a [DirectKek]: the very calls of a daemon's lane, and nothing around them.
public final class DirectSession implements AutoCloseable {
  private static final Suite SUITE = Suite.AES_256_GCM;

  /// IVs drawn at once, so that a shared generator's lock does not slow the yardstick down.
  private static final int IVS = 1_024;

  private final Session session;
  private final long key;
  private final byte[] aad;
  private final SecureRandom random;
  private final ByteBuffer ivs;

  DirectSession(Session session, FoundKek kek, SecureRandom random) {
    this.session = session;
    this.key = kek.key();
    this.aad = Aad.of(SUITE, kek.id().toString());
    this.random = random;
    this.ivs = ByteBuffer.allocate(IVS * SUITE.ivBytes());
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
    byte[] iv = nextIv();
    return new Sealed(iv, session.encrypt(gcm(iv), key, seed.revealBytes()));
  }

  /// The caller closes it.
  public SecretBytes open(Sealed sealed) throws CkException {
    return SecretBytes.takeOver(session.decrypt(gcm(sealed.iv), key, sealed.bytes));
  }

  private byte[] nextIv() {
    if (!ivs.hasRemaining()) {
      random.nextBytes(ivs.array());
      ivs.clear();
    }
    byte[] iv = new byte[SUITE.ivBytes()];
    ivs.get(iv);
    return iv;
  }

  private Mechanism gcm(byte[] iv) {
    return new Mechanism.AesGcm(iv, aad, SUITE.tagBytes());
  }

  @Override
  public void close() {
    session.close();
  }
}
