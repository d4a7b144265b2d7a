package dev.keelson.token;

import dev.keelson.cryptoki.Cryptoki;
import dev.keelson.kek.Kek;
import dev.keelson.kek.KekException;
import dev.keelson.kek.Keyring;
import dev.keelson.kek.KeyringName;
import dev.keelson.secret.Pin;
import dev.keelson.token.KekFinder.FoundKek;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A token from login to logout, with the lanes that work on it and the keyring that it holds.
public final class ServedToken implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServedToken.class);

  private final Held held;
  private final Login login;
  private final TokenSlot token;
  private final Surroundings surroundings;
  private final LaneSettings settings;
  private final TokenGenerations generations;
  private final Keyring keyring;

  /// What to serve: which keyring, on which token, how.
  public record Wanted(KeyringName keyring, TokenSelector token, LaneSettings lanes) {}

  /// What is given from outside: the module, the time, randomness for IVs, and what guards the PIN.
  public record Surroundings(
      Cryptoki cryptoki, InstantSource clock, SecureRandom random, PinGuard guard) {}

  /// Initialises the module, logs in, finds the keyring and proves each of its keys once.
  ///
  /// @param pin tried once, and not kept
  public static ServedToken open(Surroundings surroundings, Wanted wanted, Pin pin)
      throws TokenException {
    var held = new Held(Pkcs11Module.initialize(surroundings.cryptoki()), new ArrayList<>());
    try {
      return new ServedToken(held, surroundings, wanted, pin);
    } catch (TokenException | RuntimeException e) {
      held.letGo(() -> {}); // C_Finalize logs out too
      throw e;
    }
  }

  private ServedToken(Held held, Surroundings surroundings, Wanted wanted, Pin pin)
      throws TokenException {
    this.held = held;
    this.surroundings = surroundings;
    this.settings = wanted.lanes();
    this.token = held.module().find(wanted.token());
    this.login = new TokenDoor(surroundings.cryptoki(), token, surroundings.guard()).login(pin);
    this.generations =
        new TokenGenerations(
            new TokenGenerations.Place(
                surroundings.cryptoki(),
                token,
                lanes("lane", settings),
                lanes("canary", settings.forCanary())),
            wanted.keyring(),
            surroundings.random());
    this.keyring = keyring(wanted.keyring());
    LOG.info(
        "serve token={} keyring={} generations={} active={} lanes={}",
        token,
        wanted.keyring(),
        keyring.generations().size(),
        keyring.active().id(),
        settings.count());
    TokenClock.skew(token.info(), surroundings.clock().instant())
        .ifPresent(ahead ->
            LOG.warn(
                "clock-skew token={} host_ahead_s={} cause=\"activations are by the host's clock:"
                    + " see that it is right, with timedatectl\"",
                token,
                ahead.toSeconds()));
  }

  private Keyring keyring(KeyringName name) throws TokenException {
    try {
      List<FoundKek> found = generations.found();
      refuseUnlessActive(name, found);
      return new Keyring(name, generations.generations(found), generations, surroundings.clock());
    } catch (KekException e) {
      throw new TokenException.DeviceFailed("trying the keys of the token " + token, e);
    }
  }

  private void refuseUnlessActive(KeyringName name, List<FoundKek> found) throws TokenException {
    if (found.isEmpty()) {
      throw new KeyringException.KeyringAbsent(name, token);
    }
    var now = surroundings.clock().instant();
    if (found.stream().allMatch(kek -> kek.label().activation().isAfter(now))) {
      throw new KeyringException.NoneActive(name, found.getFirst().label());
    }
  }

  private Lanes lanes(String name, LaneSettings some) {
    var started = Lanes.start(name, surroundings.cryptoki(), token.slot(), some);
    held.lanes().add(started);
    return started;
  }

  public Keyring keyring() {
    return keyring;
  }

  /// The active KEK on a lane of its own, which no storm of calls keeps from answering.
  public Kek canary() {
    return generations.canary(keyring.active().id());
  }

  /// Lets running calls end, then logs out and finalises the module.
  @Override
  public void close() {
    held.letGo(login::close);
  }

  /// What ends in this order: the lanes, the login, the module.
  private record Held(Pkcs11Module module, List<Lanes> lanes) {
    /// A module that a call is still in is left alone: finalising it would crash the process.
    void letGo(Runnable logout) {
      boolean idle = true;
      for (Lanes some : lanes) {
        idle &= some.drained();
      }
      if (idle) {
        logout.run();
        module.close();
      } else {
        LOG.error("stop result=stuck cause=\"a call never returned from the module\"");
      }
    }
  }
}
