package dev.keelson.token;

import static java.util.Objects.requireNonNull;

import dev.keelson.health.Condition;
import dev.keelson.health.GenerationHealth;
import dev.keelson.health.Health;
import dev.keelson.health.Snapshot;
import dev.keelson.health.Verdict;
import dev.keelson.kek.Copies;
import dev.keelson.kek.Generation;
import dev.keelson.kek.Generations;
import dev.keelson.kek.KekException;
import dev.keelson.kek.KekId;
import dev.keelson.kek.Keyring;
import dev.keelson.kek.KeyringName;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A keyring on one token or on several that hold the same keys, for as long as the daemon runs,
/// whichever of them are there.
public final class ServedKeyring implements Generations, Health, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServedKeyring.class);

  /// How long a start waits for a token's answer before it goes on without.
  private static final Duration FIRST_TRY = Duration.ofSeconds(5);

  private final KeyringName name;
  private final InstantSource clock;
  private final Keyring keyring;
  private final Roster roster;
  private final List<Caretaker> caretakers = new ArrayList<>();
  private final CompletableFuture<String> lost = new CompletableFuture<>();

  /// Opens the tokens, the preferred one first.
  ///
  /// Returns also when none of them is there: the keyring then serves from when one appears.
  ///
  /// @throws TokenException when none serves, and none can before a person has mended something
  public static ServedKeyring start(
      KeyringName name, List<Caretaker.Order> orders, CareSettings care, Copies copies)
      throws TokenException {
    var served = new ServedKeyring(name, orders, care, copies);
    try {
      served.tryAll();
      return served;
    } catch (TokenException | RuntimeException e) {
      served.close();
      throw e;
    }
  }

  private ServedKeyring(
      KeyringName name, List<Caretaker.Order> orders, CareSettings care, Copies copies) {
    this.name = name;
    this.clock = orders.getFirst().surroundings().clock();
    this.keyring = new Keyring(name, this, clock, copies);
    List<ServedToken> tokens = new ArrayList<>();
    for (Caretaker.Order order : orders) {
      var token = new ServedToken(order.wanted().token(), care);
      tokens.add(token);
      caretakers.add(new Caretaker(order, care, token, new Keeping(order.wanted().token())));
    }
    this.roster = new Roster(tokens);
  }

  private void tryAll() throws TokenException {
    List<TokenException> failures = new ArrayList<>();
    for (Caretaker caretaker : caretakers) {
      caretaker.start();
      firstTry(caretaker).ifPresent(failures::add);
    }
    if (failures.size() == caretakers.size()
        && failures.stream().noneMatch(TokenException::mayPass)) {
      throw failures.getFirst();
    }
  }

  private static Optional<TokenException> firstTry(Caretaker caretaker) {
    try {
      return caretaker.firstTry().get(FIRST_TRY.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn("token result=slow cause=\"it does not open within {} s\"", FIRST_TRY.toSeconds());
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a caretaker broke", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  public Keyring keyring() {
    return keyring;
  }

  @Override
  public Verdict verdict() {
    return activeId().map(roster::verdict).orElseGet(this::notYet);
  }

  /// Nothing is known to seal with before a token was there once.
  private Verdict notYet() {
    return switch (roster.preferred().getFirst().verdict()) {
      case Verdict.Bad bad -> bad;
      case Verdict.Good() ->
          new Verdict.Bad(new Condition("the keys are being read", "wait a moment"));
    };
  }

  /// How keyring and tokens are at this moment, from memory.
  public Snapshot snapshot() {
    return Snapshot.of(
        verdict(),
        new Snapshot.Keys(name.toString(), generations()),
        roster.preferred().stream().map(ServedToken::snapshot).toList(),
        roster.failovers().sum());
  }

  private List<GenerationHealth> generations() {
    Instant now = clock.instant();
    return keyring.findActive().stream()
        .flatMap(_ -> keyring.generations().stream())
        .sorted(Comparator.comparingInt(Generation::number).reversed())
        .map(one ->
            new GenerationHealth(
                one.id().toString(),
                one.id().hash(),
                one.number(),
                keyring.state(one).toString(),
                one.activation(),
                Duration.between(one.activation(), now)))
        .toList();
  }

  /// Has a text signed by the first token that serves and has a key for the ledger.
  ///
  /// @throws TokenException why the preferred token did not, when none did
  public TokenSignature sign(byte[] text) throws TokenException {
    return byTheFirst(token -> token.sign(text));
  }

  /// Has a text signed with an authority's key by the first token that serves and has it.
  ///
  /// @return as it stands in a certificate
  /// @throws TokenException why the preferred token did not, when none did
  public byte[] signCertificate(PublicKey authority, byte[] text) throws TokenException {
    return byTheFirst(token -> token.signCertificate(authority, text));
  }

  private interface Signing<T> {
    T by(ServedToken token) throws TokenException;
  }

  private <T> T byTheFirst(Signing<T> signing) throws TokenException {
    TokenException first = null;
    for (ServedToken token : roster.preferred()) {
      try {
        return signing.by(token);
      } catch (TokenException e) {
        first = first == null ? e : first;
      }
    }
    throw requireNonNull(first, "a keyring has a token");
  }

  /// Looks for new and for destroyed generations.
  public void refresh() {
    try {
      keyring.refresh();
    } catch (KekException e) {
      LOG.warn("refresh result=failed cause=\"{}\"", e.getMessage());
    }
  }

  /// Completes with the reason when only another process can serve again: a call that never returns
  /// holds the module, and no other token is there.
  public CompletableFuture<String> lost() {
    return lost;
  }

  /// Whether each token is looked after: one that is away, too, and not when only a new process
  /// helps.
  public boolean isTended() {
    return !lost.isDone() && caretakers.stream().allMatch(Caretaker::isAwake);
  }

  /// To be called now and then: notices calls that never return.
  public void watch() {
    if (!roster.anyServes() && roster.stuck().isPresent()) {
      lost.complete(
          "a call never returned from the PKCS#11 module, which only a new process frees");
    }
  }

  /// Each generation that a token shows, or showed when it was last there.
  @Override
  public Collection<Generation> seen() {
    Optional<KekId> active = activeId();
    Map<KekId, Generation> seen = new LinkedHashMap<>();
    for (ServedToken token : roster.preferred()) {
      token.look(active);
      for (Generation one : token.shown()) {
        seen.putIfAbsent(one.id(), onAnyToken(one));
      }
    }
    return seen.values();
  }

  private Generation onAnyToken(Generation one) {
    return new Generation(new FailoverKek(one.id(), one.kek().suite(), roster), one.activation());
  }

  private Optional<KekId> activeId() {
    return keyring.findActive().map(Generation::id);
  }

  /// Lets running calls end, then logs out everywhere.
  @Override
  public void close() {
    caretakers.forEach(Caretaker::stop);
  }

  /// What a token's caretaker asks and tells.
  private final class Keeping implements Caretaker.Keeper {
    private final TokenSelector name;

    Keeping(TokenSelector name) {
      this.name = name;
    }

    @Override
    public Optional<KekId> active() {
      return activeId();
    }

    @Override
    public void admit(ServedToken token, Collection<Generation> keys) throws TokenException {
      List<ServedToken> others =
          roster.preferred().stream().filter(other -> other != token).toList();
      for (Generation key : keys) {
        for (ServedToken other : others) {
          refuseUnlessSame(key, other);
        }
      }
      Optional<KekId> active = activeId();
      if (active.isPresent()
          && keys.stream().noneMatch(key -> key.id().equals(active.get()))
          && others.stream().noneMatch(other -> other.shows(active.get()))) {
        throw new KeyringException.ActiveKeyGone(active.get(), name);
      }
    }

    private void refuseUnlessSame(Generation key, ServedToken other) throws TokenException {
      for (Generation there : other.shown()) {
        if (there.number() == key.number() && !there.id().equals(key.id())) {
          throw new KeyringException.OtherKey(key.id(), there.id(), name);
        }
      }
    }

    @Override
    public void changed() {
      refresh();
    }

    @Override
    public void lost() {
      watch();
    }
  }
}
