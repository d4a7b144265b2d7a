package dev.keelson.token;

import dev.keelson.health.Condition;
import dev.keelson.health.Verdict;
import dev.keelson.kek.Generation;
import dev.keelson.kek.KekId;
import dev.keelson.secret.Pin;
import dev.keelson.secret.PinUnreadableException;
import dev.keelson.token.ServedToken.Surroundings;
import dev.keelson.token.ServedToken.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens a token, proves it by its canary, and begins a new life of it when the canary says that
/// the old one is over. All on one thread, so nothing of it ever happens twice at once.
public final class Caretaker {
  private static final Logger LOG = LoggerFactory.getLogger(Caretaker.class);

  /// Between looks at the lanes, and after a canary's first miss before it tries again.
  private static final Duration TICK = Duration.ofSeconds(1);

  private static final Pkcs11Module.Initialising FIRST = Pkcs11Module::initialize;
  private static final Pkcs11Module.Initialising AGAIN = Pkcs11Module::initializeAgain;

  /// What to open, and where its PIN is read for each login.
  ///
  /// @param store whose changes the module does not see by itself
  public record Order(Surroundings surroundings, Wanted wanted, PinDesk pin, StoreWatch store) {
    /// For a module that shows new keys by itself.
    public Order(Surroundings surroundings, Wanted wanted, PinDesk pin) {
      this(surroundings, wanted, pin, StoreWatch.NONE);
    }
  }

  /// Hands out the PIN at each login; the caller closes what it gets.
  public interface PinDesk {
    Pin read() throws PinUnreadableException;
  }

  /// Whom a token serves.
  interface Keeper {
    /// The key that seals, once one was seen.
    Optional<KekId> active();

    /// Looks at a token's keys before they are used.
    ///
    /// @throws TokenException when they are not those that others have
    void admit(ServedToken token, Collection<Generation> keys) throws TokenException;

    /// A token serves from now on, or shows other keys than before.
    void changed();

    /// A token is lost to this process.
    void lost();
  }

  /// @param store as it was when the module was initialised
  private record Open(TokenLife life, Canary canary, String store) {}

  private static final Condition REREADING =
      new Condition(
          "the module is initialised anew, as its store of keys has changed", "wait a moment");

  private final Order order;
  private final CareSettings care;
  private final ServedToken token;
  private final Keeper keeper;
  private final Backoff backoff;
  private final CompletableFuture<Optional<TokenException>> firstTry = new CompletableFuture<>();
  private final Thread thread;
  private volatile Instant lastStep;
  private volatile boolean stopping;

  Caretaker(Order order, CareSettings care, ServedToken token, Keeper keeper) {
    this.order = order;
    this.care = care;
    this.token = token;
    this.keeper = keeper;
    this.backoff = new Backoff(order.surroundings().random());
    this.lastStep = care.uptime().instant();
    this.thread = Thread.ofPlatform().name("token").daemon().unstarted(this::live);
  }

  void start() {
    thread.start();
  }

  /// Why the token did not open when it was first tried; empty when it did.
  CompletableFuture<Optional<TokenException>> firstTry() {
    return firstTry;
  }

  /// Whether it goes on from step to step, be the token there or away. Not asked of one whose token
  /// is stuck: there the module keeps it, not a fault of ours, and others may serve.
  boolean isAwake() {
    Duration still = Duration.between(lastStep, care.uptime().instant());
    return token.isStuck() || still.compareTo(longestStep()) <= 0;
  }

  /// A canary's seal and open, each of which a lane ends in time, and a look at the keys; or a call
  /// that opens the module, until it counts as stuck.
  private Duration longestStep() {
    return order.wanted().lanes().patience().multipliedBy(3).plus(ServedToken.HANGING);
  }

  private void steps() {
    lastStep = care.uptime().instant();
  }

  /// Ends the token's life, or the tries to begin one.
  void stop() {
    stopping = true;
    thread.interrupt();
    try {
      thread.join(order.wanted().lanes().patience().multipliedBy(2).plusSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void live() {
    try {
      while (true) {
        serve(open());
      }
    } catch (InterruptedException e) {
      LOG.debug("token result=stopped");
    } catch (TokenException.CallStuck e) {
      token.nowAway(condition(e));
      token.nowStuck();
      firstTry.complete(Optional.of(e));
      keeper.lost();
    }
  }

  private Open open() throws InterruptedException, TokenException.CallStuck {
    backoff.reset();
    while (true) {
      steps();
      try {
        return begin();
      } catch (TokenException.CallStuck e) {
        throw e;
      } catch (TokenException e) {
        isAway(e);
      } catch (RuntimeException e) {
        LOG.error("opening a token broke", e);
        isAway(new TokenException.DeviceFailed("opening the token", e));
      }
    }
  }

  private void isAway(TokenException why) throws InterruptedException {
    endIfStopped();
    token.nowAway(condition(why));
    firstTry.complete(Optional.of(why));
    Thread.sleep(backoff.after(why));
  }

  /// A call of the token that was interrupted has failed, and nobody knows of the interruption.
  private void endIfStopped() throws InterruptedException {
    if (stopping) {
      throw new InterruptedException("stopped");
    }
  }

  private static Condition condition(TokenException why) {
    return new Condition(String.valueOf(why.getMessage()), why.remedy());
  }

  private Open begin() throws TokenException {
    var initialising = firstTry.isDone() ? AGAIN : FIRST;
    String store = order.store().stamp();
    token.enters();
    try (var pin = order.pin().read()) {
      var life = TokenLife.begin(initialising, order.surroundings(), order.wanted(), pin);
      try {
        if (keeper.active().isEmpty()) {
          life.requireActive();
        }
        keeper.admit(token, life.generations().known());
        return new Open(life, proved(life), store);
      } catch (TokenException | RuntimeException e) {
        if (life.cutOff()) {
          throw e;
        }
        throw new TokenException.CallStuck(e);
      }
    } catch (PinUnreadableException e) {
      throw new TokenException.PinUnread(e);
    } finally {
      token.leaves();
    }
  }

  private Canary proved(TokenLife life) throws TokenException {
    var canary =
        new Canary(
            () ->
                life.generations().canary(keeper.active(), order.surroundings().clock().instant()),
            token.health(),
            order.surroundings().random());
    canary.sing();
    if (token.health().verdict() instanceof Verdict.Bad(var why)) {
      throw new TokenException.CanarySilent(why);
    }
    return canary;
  }

  private void serve(Open open) throws InterruptedException, TokenException.CallStuck {
    token.nowServes(open.life());
    try {
      keeper.changed();
      firstTry.complete(Optional.empty());
      watch(open);
    } catch (InterruptedException e) {
      open.life().end();
      throw e;
    } catch (RuntimeException e) {
      LOG.error("the care of a token broke", e);
    }
    letGo(open.life(), hasNewStore(open) ? REREADING : whyLost());
  }

  private void watch(Open open) throws InterruptedException {
    Instant last = care.uptime().instant();
    var song = Canary.Song.GOOD;
    while (song != Canary.Song.LOST && open.life().keepsWorking() && !hasNewStore(open)) {
      steps();
      boolean wanted = token.awaitSuspicion(TICK) || song == Canary.Song.MISS;
      Instant now = care.uptime().instant();
      if (wanted || Duration.between(last, now).compareTo(care.canary().interval()) >= 0) {
        song = sing(open);
        last = now;
      }
      endIfStopped();
    }
  }

  private boolean hasNewStore(Open open) {
    return !order.store().stamp().equals(open.store());
  }

  private Canary.Song sing(Open open) {
    var song = open.canary().sing();
    if (song == Canary.Song.GOOD) {
      token.isGood();
      listen(open.life());
    }
    return song;
  }

  /// A key that fails while the active one works is a matter of that key: it may have been deleted.
  private void listen(TokenLife life) {
    var mute = life.generations().mute();
    boolean news = token.nowMute(mute.keySet());
    mute.forEach((id, fault) ->
        LOG.warn("canary result=mute key_id={} cause=\"{}\"", id, fault.getMessage()));
    // only then: a look that fails has the canary sing again at once
    if (news) {
      keeper.changed();
    }
  }

  private void letGo(TokenLife life, Condition why) throws TokenException.CallStuck {
    token.nowAway(why);
    steps();
    token.enters();
    boolean free = life.cutOff();
    token.leaves();
    if (!free) {
      throw new TokenException.CallStuck(new IllegalStateException(why.what()));
    }
  }

  private Condition whyLost() {
    return switch (token.health().verdict()) {
      case Verdict.Bad(var why) -> why;
      case Verdict.Good() ->
          new Condition(
              "the token is taken up anew: no call to it returned, or its care broke",
              "look at this log, at the HSM, its network and the vendor's log");
    };
  }
}
