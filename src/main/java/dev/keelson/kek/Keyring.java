package dev.keelson.kek;

import dev.keelson.envelope.Envelope;
import dev.keelson.envelope.MalformedEnvelopeException;
import dev.keelson.secret.SecretBytes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A cluster's generations: the active one seals, every one opens.
///
/// Which one is active follows from activation times and the clock alone, and is asked at one
/// place, so Status and Encrypt change over in the same step.
public final class Keyring {
  private final KeyringName name;
  private final InstantSource clock;
  private volatile Map<String, Generation> generations;

  /// @param generations at least one of them active already
  public Keyring(KeyringName name, Collection<Generation> generations, InstantSource clock) {
    this.name = name;
    this.clock = clock;
    this.generations =
        generations.stream()
            .collect(Collectors.toUnmodifiableMap(g -> g.id().toString(), Function.identity()));
    active();
  }

  /// The highest generation whose activation time has come.
  public Generation active() {
    Instant now = clock.instant();
    return generations.values().stream()
        .filter(generation -> !generation.activation().isAfter(now))
        .max(Comparator.comparingInt(Generation::number))
        .orElseThrow(
            () -> new IllegalStateException("keyring " + name + " has no active generation"));
  }

  public Collection<Generation> generations() {
    return generations.values();
  }

  /// Seals a seed with the active generation.
  ///
  /// @param seed taken over, and zeroed when this returns
  public Sealed seal(byte[] seed) throws KekException {
    try (var secret = SecretBytes.takeOver(seed)) {
      return seal(secret);
    }
  }

  /// Seals a seed with the active generation.
  public Sealed seal(SecretBytes seed) throws KekException {
    Kek kek = active().kek();
    int max = Envelope.maxPlaintext(kek.suite());
    if (seed.length() < 1 || seed.length() > max) {
      throw new KekException.BadSeed(seed.length(), max);
    }
    return new Sealed(kek.id(), kek.seal(seed));
  }

  /// Opens what [#seal] made, by this daemon or another that sees the same keys.
  ///
  /// Unknown names and malformed bytes are refused before the token is asked.
  public SecretBytes open(String keyId, byte[] ciphertext) throws KekException {
    Generation generation = generations.get(keyId);
    if (generation == null) {
      throw new KekException.UnknownKek();
    }
    Envelope envelope = parsed(ciphertext);
    if (envelope.suite() != generation.kek().suite()) {
      throw new KekException.Tampered(null);
    }
    return generation.kek().open(envelope);
  }

  /// Opens, and hands the seed to a use that must not keep the array: it is zeroed afterwards.
  public <T> T open(String keyId, byte[] ciphertext, Function<byte[], T> use) throws KekException {
    try (var seed = open(keyId, ciphertext)) {
      return use.apply(seed.revealBytes());
    }
  }

  private static Envelope parsed(byte[] ciphertext) throws KekException {
    try {
      return Envelope.parse(ciphertext);
    } catch (MalformedEnvelopeException e) {
      throw new KekException.Tampered(e);
    }
  }

  /// A sealed seed and the name of the key that opens it.
  public record Sealed(KekId by, Envelope envelope) {
    /// The envelope's bytes, as they are stored.
    public byte[] ciphertext() {
      return envelope.encode();
    }
  }
}
