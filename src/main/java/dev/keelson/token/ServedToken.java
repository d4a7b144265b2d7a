package dev.keelson.token;

import dev.keelson.cryptoki.Cryptoki;
import dev.keelson.health.CanaryHealth;
import dev.keelson.health.Condition;
import dev.keelson.health.TokenHealth;
import dev.keelson.health.Verdict;
import dev.keelson.kek.Generation;
import dev.keelson.kek.Kek;
import dev.keelson.kek.KekException;
import dev.keelson.kek.KekId;
import dev.keelson.kek.KeyringName;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A token as its callers see it, through all its lives: it serves, or it is away and says why.
/// What moves it from the one to the other is its [Caretaker].
public final class ServedToken {
  private static final Logger LOG = LoggerFactory.getLogger(ServedToken.class);

  /// A call that opens or closes the module and takes longer will hardly come back.
  static final Duration HANGING = Duration.ofSeconds(60);

  /// What to serve: which keyring, on which token, how.
  ///
  /// @param iv of the token's module
  public record Wanted(KeyringName keyring, TokenSelector token, LaneSettings lanes, GcmIv iv) {}

  /// What is given from outside: the module, the time, randomness for IVs, and what guards the PIN.
  ///
  /// @param signing how an authority's key signs
  public record Surroundings(
      Cryptoki cryptoki,
      InstantSource clock,
      SecureRandom random,
      PinGuard guard,
      CaSignature.Way signing) {
    /// Where no authority signs, or through our own binding.
    public Surroundings(
        Cryptoki cryptoki, InstantSource clock, SecureRandom random, PinGuard guard) {
      this(cryptoki, clock, random, guard, CaSignature.DIRECT);
    }
  }

  /// With how calls waited in lives before.
  private sealed interface State {
    record Away(Condition why, TokenHealth.Waits before) implements State {}

    record Serving(TokenLife life, TokenHealth.Waits before) implements State {}

    default TokenHealth.Life use() {
      return switch (this) {
        case Away(_, var before) -> TokenHealth.Life.none(before);
        case Serving(var life, var before) -> life.use().after(before);
      };
    }
  }

  private final TokenSelector name;
  private final InstantSource uptime;
  private final TokenEvents events;
  private final CanaryHealth health;
  private final Settling settling;
  private final Semaphore suspicions = new Semaphore(0);
  private volatile State state;
  private final AtomicInteger lives = new AtomicInteger();
  private volatile Collection<Generation> shown = List.of();
  private volatile Set<KekId> mute = Set.of();
  private volatile @Nullable Instant insideSince;
  private volatile boolean stuck;

  ServedToken(TokenSelector name, CareSettings care) {
    this.name = name;
    this.uptime = care.uptime();
    this.events = care.events();
    this.health = new CanaryHealth(care.canary().stale(), uptime);
    this.settling = new Settling(care);
    this.state =
        new State.Away(
            new Condition("the token with " + name + " was not tried yet", "wait for it"),
            TokenHealth.Waits.NONE);
  }

  /// The canary's verdict while the token serves, otherwise why it does not.
  Verdict verdict() {
    return switch (state) {
      case State.Serving _ -> health.verdict();
      case State.Away(var why, _) -> new Verdict.Bad(why);
    };
  }

  /// How it is at this moment, from memory.
  TokenHealth snapshot() {
    State now = state;
    return new TokenHealth(
        name.toString(),
        now instanceof State.Serving,
        switch (verdict()) {
          case Verdict.Good() -> Optional.empty();
          case Verdict.Bad(var why) -> Optional.of(why);
        },
        health.song(),
        now.use(),
        mute.stream().map(KekId::toString).sorted().toList(),
        Math.max(0, lives.get() - 1));
  }

  /// These keys do not work, while the active one does.
  ///
  /// @return false when they are those of before
  boolean nowMute(Set<KekId> keys) {
    boolean news = !mute.equals(keys);
    mute = Set.copyOf(keys);
    return news;
  }

  boolean serves() {
    return state instanceof State.Serving;
  }

  /// Whether the token did not fail, or not lately.
  boolean isSettled() {
    return settling.isSettled();
  }

  /// Whether a call into the module will hardly ever return.
  boolean isStuck() {
    Instant since = insideSince;
    return stuck
        || (since != null && Duration.between(since, uptime.instant()).compareTo(HANGING) > 0);
  }

  /// The key, while the token serves it.
  Optional<Kek> kek(KekId id) {
    return switch (state) {
      case State.Serving(var life, _) -> life.generations().kek(id);
      case State.Away _ -> Optional.empty();
    };
  }

  /// Signs with the ledger's key, while the token serves.
  TokenSignature sign(byte[] text) throws TokenException {
    return switch (state) {
      case State.Serving(var life, _) -> life.sign(text);
      case State.Away(var why, _) -> throw new TokenException.Away(why);
    };
  }

  /// Signs with an authority's key, while the token serves.
  byte[] signCertificate(PublicKey authority, byte[] text) throws TokenException {
    return switch (state) {
      case State.Serving(var life, _) -> {
        try {
          yield life.signCertificate(authority, text);
        } catch (TokenException.DeviceFailed e) {
          suspect();
          throw e;
        }
      }
      case State.Away(var why, _) -> throw new TokenException.Away(why);
    };
  }

  /// The generations that the token shows, or showed when it was last seen.
  Collection<Generation> shown() {
    return shown;
  }

  boolean shows(KekId id) {
    return shown.stream().anyMatch(generation -> generation.id().equals(id));
  }

  /// Reads the keys anew, while the token serves.
  ///
  /// @param active a key that the token does not lose without being suspected: one that is going
  ///   away may show no keys and no error
  void look(Optional<KekId> active) {
    if (!(state instanceof State.Serving(var life, _))) {
      return;
    }
    try {
      Collection<Generation> seen = life.generations().seen();
      boolean lost = active.filter(this::shows).isPresent() && !shows(seen, active.get());
      if (lost) {
        throw new KekException.TokenTrouble(
            "the token does not show the active key " + active.get(), null);
      }
      shown = seen;
    } catch (KekException e) {
      LOG.warn("look token={} result=failed cause=\"{}\"", life.token(), e.getMessage());
      suspect();
    }
  }

  private static boolean shows(Collection<Generation> seen, KekId id) {
    return seen.stream().anyMatch(generation -> generation.id().equals(id));
  }

  /// A call failed in a way that may mean the token's end: others serve first until the canary
  /// sings again.
  void suspect() {
    settling.failed();
    suspicions.release();
  }

  /// Waits for a suspicion.
  ///
  /// @return false when there was none for so long
  boolean awaitSuspicion(Duration patience) throws InterruptedException {
    boolean suspected = suspicions.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    suspicions.drainPermits();
    return suspected;
  }

  CanaryHealth health() {
    return health;
  }

  void nowServes(TokenLife life) {
    shown = life.generations().known();
    mute = Set.of();
    state = new State.Serving(life, state.use().lanes().waited());
    lives.incrementAndGet();
    settling.good();
    events.serves(name);
  }

  void isGood() {
    settling.good();
  }

  void nowAway(Condition why) {
    if (!(state instanceof State.Away(var was, _)) || !was.equals(why)) {
      LOG.warn("token with={} result=away cause=\"{}\" do=\"{}\"", name, why.what(), why.remedy());
      events.away(name, why);
    }
    state = new State.Away(why, state.use().lanes().waited());
    settling.failed();
  }

  /// The module is being opened or closed, by calls that have no deadline of their own.
  void enters() {
    insideSince = uptime.instant();
  }

  void leaves() {
    insideSince = null;
  }

  void nowStuck() {
    stuck = true;
  }
}
