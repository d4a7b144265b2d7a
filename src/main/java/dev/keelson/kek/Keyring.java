package dev.keelson.kek;

import dev.keelson.envelope.Envelope;
import dev.keelson.envelope.MalformedEnvelopeException;
import dev.keelson.secret.SecretBytes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A cluster's generations: the active one seals, every one opens.
///
/// Which one is active follows from activation times and the clock alone, and is asked at one
/// place, so Status and Encrypt change over in the same step. It never goes back to an earlier one,
/// even when the clock does: kube-apiserver would take the old key_id for a new key (KEP-3299).
public final class Keyring {
  private static final Logger LOG = LoggerFactory.getLogger(Keyring.class);

  /// A generation that is first seen this long after its time was not rotated in by the book.
  private static final Duration LATE = Duration.ofMinutes(1);

  private final KeyringName name;
  private final Generations source;
  private final InstantSource clock;
  private final Copies copies;
  private final Refresh refresh;
  private final AtomicReference<@Nullable Generation> highest = new AtomicReference<>();
  private volatile Map<String, Generation> generations;

  /// Knows no generation before the first [#refresh].
  public Keyring(KeyringName name, Generations source, InstantSource clock) {
    this(name, source, clock, Copies.NONE);
  }

  /// The same, whose sealed seeds have copies.
  public Keyring(KeyringName name, Generations source, InstantSource clock, Copies copies) {
    this.name = name;
    this.source = source;
    this.clock = clock;
    this.copies = copies;
    this.refresh = new Refresh(clock);
    this.generations = Map.of();
  }

  /// @param first what the source shows now
  /// @param source asked again by [#refresh] and for unknown names
  public Keyring(
      KeyringName name, Collection<Generation> first, Generations source, InstantSource clock) {
    this(name, source, clock);
    this.generations = byId(first);
  }

  /// The highest generation whose activation time has come.
  ///
  /// @throws IllegalStateException when no such generation was ever seen
  public Generation active() {
    return findActive()
        .orElseThrow(
            () -> new IllegalStateException("keyring " + name + " has no active generation"));
  }

  /// The active generation, once one was seen.
  public Optional<Generation> findActive() {
    return due()
        .map(due -> highest.accumulateAndGet(due, Keyring::higher))
        .or(() -> Optional.ofNullable(highest.get()));
  }

  private Optional<Generation> due() {
    Instant now = clock.instant();
    return generations.values().stream()
        .filter(generation -> !generation.activation().isAfter(now))
        .max(Comparator.comparingInt(Generation::number));
  }

  private static Generation higher(@Nullable Generation had, Generation now) {
    return had != null && now.number() < had.number() ? had : now;
  }

  /// Where a generation of this keyring is in its life.
  public GenerationState state(Generation generation) {
    return GenerationState.of(generation.number(), active().number());
  }

  public Collection<Generation> generations() {
    return generations.values();
  }

  /// Looks for new and for destroyed generations.
  ///
  /// @throws KekException.TokenTrouble when the active one is not to be seen: then nothing changes,
  ///   because a token that is going away may show no keys and no error
  public void refresh() throws KekException {
    refresh.always(this::look);
  }

  private void look() throws KekException {
    Map<String, Generation> seen = byId(source.seen());
    Optional<KekId> active = findActive().map(Generation::id);
    if (active.isPresent() && !seen.containsKey(active.get().toString())) {
      throw new KekException.TokenTrouble(
          "the token does not show the active key " + active.get(), null);
    }
    if (!generations.isEmpty()) {
      seen.values().stream().filter(this::isNew).forEach(this::welcome);
    }
    generations.keySet().stream()
        .filter(id -> !seen.containsKey(id))
        .forEach(id -> LOG.warn("generation-gone key_id={}", id));
    generations = seen;
  }

  private boolean isNew(Generation generation) {
    return !generations.containsKey(generation.id().toString());
  }

  private void welcome(Generation generation) {
    LOG.info("generation-found key_id={} activation={}", generation.id(), generation.activation());
    if (generation.activation().plus(LATE).isBefore(clock.instant())) {
      LOG.warn(
          "generation-late key_id={} cause=\"seen after its activation: this host's clock is ahead,"
              + " or the token was away\"",
          generation.id());
    }
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
    Kek kek = findActive().map(Generation::kek).orElseThrow(this::noneSeen);
    int max = Envelope.maxPlaintext(kek.suite());
    if (seed.length() < 1 || seed.length() > max) {
      throw new KekException.BadSeed(seed.length(), max);
    }
    Envelope envelope = kek.seal(seed);
    return new Sealed(kek.id(), envelope, copies.of(kek.id(), envelope.encode(), seed));
  }

  /// While no token was there, no name is known; that says nothing about this one.
  private KekException notKnown() {
    return generations.isEmpty() ? noneSeen() : new KekException.UnknownKek();
  }

  private KekException noneSeen() {
    return new KekException.TokenTrouble(
        "no generation of keyring '" + name + "' was active on a token yet", null);
  }

  /// Opens what [#seal] made, by this daemon or another that sees the same keys.
  ///
  /// Malformed bytes are refused before the token is asked. A name that is not known, but could be
  /// a generation that another daemon knows already, makes this one look.
  public SecretBytes open(String keyId, byte[] ciphertext) throws KekException {
    Generation generation = find(keyId).orElseThrow(this::notKnown);
    Envelope envelope = parsed(ciphertext);
    if (envelope.suite() != generation.kek().suite()) {
      throw new KekException.Tampered(null);
    }
    return generation.kek().open(envelope);
  }

  private Optional<Generation> find(String keyId) throws KekException {
    Generation known = generations.get(keyId);
    if (known == null && KekId.parse(keyId).filter(id -> id.keyring().equals(name)).isPresent()) {
      refresh.unlessFresh(this::look);
    }
    return Optional.ofNullable(generations.get(keyId));
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

  private static Map<String, Generation> byId(Collection<Generation> generations) {
    return generations.stream()
        .collect(Collectors.toUnmodifiableMap(one -> one.id().toString(), Function.identity()));
  }

  /// A sealed seed, the name of the key that opens it, and its recovery copies.
  public record Sealed(KekId by, Envelope envelope, List<Annotation> annotations) {
    public Sealed {
      annotations = List.copyOf(annotations);
    }

    /// The envelope's bytes, as they are stored.
    public byte[] ciphertext() {
      return envelope.encode();
    }
  }
}
