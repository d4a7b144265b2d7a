package dev.keelson.token;

import dev.keelson.cryptoki.Ck;
import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Mechanism;
import dev.keelson.cryptoki.TokenInfo;
import dev.keelson.health.TokenHealth;
import dev.keelson.kek.Generation;
import dev.keelson.kek.KekException;
import dev.keelson.kek.KeyringName;
import dev.keelson.kek.Sha256;
import dev.keelson.secret.Pin;
import dev.keelson.token.KekFinder.FoundKek;
import dev.keelson.token.ServedToken.Surroundings;
import dev.keelson.token.ServedToken.Wanted;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A token from C_Initialize to C_Finalize: one login, and the lanes that work under it. The next
/// life has other sessions, and other handles for the same keys.
final class TokenLife {
  private static final Logger LOG = LoggerFactory.getLogger(TokenLife.class);

  private static final Mechanism ECDSA = new Mechanism.Plain(Ck.CKM_ECDSA);

  /// A call that has been inside the module for longer will hardly come back.
  private static final Duration STUCK = Duration.ofSeconds(10);

  private final Held held;
  private final Surroundings surroundings;
  private final TokenSlot token;
  private final Login login;
  private final KeyringName keyring;
  private final LaneSettings settings;
  private final Lanes lanes;
  private final TokenGenerations generations;
  private final CaSignature certificates;

  /// Initialises the module, logs in, finds the keyring and proves each of its keys once.
  ///
  /// @param initialising the module, for the first time or again
  /// @param pin tried once, and not kept
  static TokenLife begin(
      Pkcs11Module.Initialising initialising, Surroundings surroundings, Wanted wanted, Pin pin)
      throws TokenException {
    var held = new Held(initialising.on(surroundings.cryptoki()), new ArrayList<>());
    try {
      return new TokenLife(held, surroundings, wanted, pin);
    } catch (TokenException | RuntimeException e) {
      if (held.cutOff()) {
        throw e;
      }
      throw new TokenException.CallStuck(e);
    }
  }

  private TokenLife(Held held, Surroundings surroundings, Wanted wanted, Pin pin)
      throws TokenException {
    this.held = held;
    this.surroundings = surroundings;
    this.keyring = wanted.keyring();
    this.token = held.module().find(wanted.token());
    this.settings = wanted.lanes().within(token.info().sessions());
    this.login = new TokenDoor(surroundings.cryptoki(), token, surroundings.guard()).login(pin);
    this.lanes = lanes("lane", settings);
    this.certificates = surroundings.signing().on(surroundings.cryptoki(), token);
    this.generations =
        new TokenGenerations(
            new TokenGenerations.Place(
                new KekFinder(surroundings.cryptoki(), token, wanted.iv(), 0),
                lanes,
                lanes("canary", settings.forCanary())),
            wanted.keyring(),
            surroundings.random());
    int found = prove();
    LOG.info(
        "serve token={} keyring={} generations={} lanes={}",
        token,
        wanted.keyring(),
        found,
        settings.count());
    warnOfTheClock();
  }

  private int prove() throws TokenException {
    try {
      List<FoundKek> found = generations.found();
      if (found.isEmpty()) {
        throw new KeyringException.KeyringAbsent(keyring, token);
      }
      return generations.generations(found).size();
    } catch (KekException e) {
      throw new TokenException.DeviceFailed("trying the keys of the token " + token, e);
    }
  }

  /// Refuses a keyring whose first generation is still to come.
  void requireActive() throws TokenException {
    var now = surroundings.clock().instant();
    var known = generations.known();
    if (known.stream().allMatch(one -> one.activation().isAfter(now))) {
      throw new KeyringException.NoneActive(
          keyring, known.stream().map(Generation::activation).min(Instant::compareTo).orElse(now));
    }
  }

  private void warnOfTheClock() {
    TokenClock.skew(token.info(), surroundings.clock().instant())
        .ifPresent(ahead ->
            LOG.warn(
                "clock-skew token={} host_ahead_s={} cause=\"activations are by the host's clock:"
                    + " see that it is right, with timedatectl\"",
                token,
                ahead.toSeconds()));
  }

  private Lanes lanes(String name, LaneSettings some) {
    var started = Lanes.start(name, surroundings.cryptoki(), token.slot(), some);
    held.lanes().add(started);
    return started;
  }

  TokenSlot token() {
    return token;
  }

  /// Signs with the ledger's key.
  TokenSignature sign(byte[] text) throws TokenException {
    try {
      LedgerKey key = lanes.call(Session::ledgerKey).judged(token);
      byte[] digest = Sha256.of(text);
      return new TokenSignature(
          key.publicKey(), lanes.call(session -> session.sign(ECDSA, key.privateKey(), digest)));
    } catch (CkException | KekException e) {
      throw new TokenException.DeviceFailed("signing on the token " + token, e);
    }
  }

  /// Signs with an authority's key.
  byte[] signCertificate(PublicKey authority, byte[] text) throws TokenException {
    try {
      return certificates.sign(lanes, authority, text);
    } catch (CkException | KekException e) {
      throw new TokenException.DeviceFailed("signing on the token " + token, e);
    }
  }

  /// The keys, as last read.
  TokenGenerations generations() {
    return generations;
  }

  /// How much of the token is in use now; its own numbers are those of before the login.
  TokenHealth.Life use() {
    int open = held.lanes().stream().mapToInt(Lanes::openSessions).sum() + 1; // the login's
    return new TokenHealth.Life(
        lanes.use(),
        new TokenHealth.Sessions(open, Math.max(0, token.info().sessions().max())),
        LoginUser.USER.pinFlags(token.info()));
  }

  /// Gives up lanes whose call does not return, and starts others in their place while the token
  /// has sessions for them.
  ///
  /// @return false when no lane is left that could work
  boolean keepsWorking() {
    TokenInfo.Sessions limit = token.info().sessions();
    long room = limit.max() <= 0 ? settings.count() : limit.max() - settings.sessions();
    int givenUp = lanes.replaceStuck(STUCK, (int) Math.min(room, settings.count()));
    return givenUp == 0 || !lanes.allStuck();
  }

  /// Lets running calls end, then logs out and finalises the module.
  void end() {
    held.letGo(Lanes::drained, login::close);
  }

  /// Refuses the calls that wait, and lets go of what was a token.
  ///
  /// @return false when a call does not return from the module, which then is lost to this process
  boolean cutOff() {
    return held.cutOff();
  }

  /// What ends in this order: the lanes, the login, the module.
  private record Held(Pkcs11Module module, List<Lanes> lanes) {
    boolean cutOff() {
      long deadline = System.nanoTime() + STUCK.toNanos();
      return letGo(some -> some.cutOffBy(deadline), () -> {}); // C_Finalize logs out too
    }

    /// A module that a call is still in is left alone: finalising it would crash the process.
    boolean letGo(Predicate<Lanes> emptied, Runnable logout) {
      boolean idle = true;
      for (Lanes some : lanes) {
        idle &= emptied.test(some);
      }
      if (idle) {
        logout.run();
        module.close();
      } else {
        LOG.error("stop result=stuck cause=\"a call never returned from the module\"");
      }
      return idle;
    }
  }
}
