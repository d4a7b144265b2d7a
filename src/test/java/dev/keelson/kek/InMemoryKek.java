package dev.keelson.kek;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keelson.envelope.Aad;
import dev.keelson.envelope.Envelope;
import dev.keelson.envelope.JdkGcm;
import dev.keelson.envelope.Suite;
import dev.keelson.secret.SecretBytes;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;

/// A KEK whose key is in memory, for tests: it keeps the same contract as one in a token
/// ([KekContract]), its fingerprint too.
public final class InMemoryKek implements Kek {
  private static final Suite SUITE = Suite.AES_256_GCM;

  private final SecureRandom random = new SecureRandom();
  private final JdkGcm gcm;
  private final KekId id;
  private int calls;

  public InMemoryKek(String keyring, int generation, byte[] key) {
    this.gcm = new JdkGcm(key);
    this.id = new KekId(new KeyringName(keyring), generation, fingerprint(gcm));
  }

  /// A key that no other has.
  public static InMemoryKek random(String keyring, int generation) {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return new InMemoryKek(keyring, generation, key);
  }

  /// The tag over nothing, under the all-zero IV (the design's definition).
  public static Fingerprint fingerprint(JdkGcm gcm) {
    try {
      byte[] aad = "keelson/fingerprint/v1".getBytes(UTF_8);
      return Fingerprint.ofKeyedOutput(gcm.seal(new byte[12], aad, new byte[0]));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /// How often this key was asked to seal or open.
  public int calls() {
    return calls;
  }

  @Override
  public KekId id() {
    return id;
  }

  @Override
  public Suite suite() {
    return SUITE;
  }

  @Override
  public Envelope seal(SecretBytes seed) throws KekException {
    calls++;
    byte[] iv = new byte[SUITE.ivBytes()];
    random.nextBytes(iv);
    try {
      return new Envelope(SUITE, iv, gcm.seal(iv, aad(), seed.revealBytes()));
    } catch (GeneralSecurityException e) {
      throw new KekException.TokenTrouble("the key in memory fails", e);
    }
  }

  @Override
  public SecretBytes open(Envelope envelope) throws KekException {
    calls++;
    try {
      return SecretBytes.takeOver(gcm.open(envelope.iv(), aad(), envelope.sealed()));
    } catch (GeneralSecurityException e) {
      throw new KekException.Tampered(e);
    }
  }

  private byte[] aad() {
    return Aad.of(SUITE, id.toString());
  }
}
