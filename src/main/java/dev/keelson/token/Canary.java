package dev.keelson.token;

import dev.keelson.health.CanaryHealth;
import dev.keelson.health.Condition;
import dev.keelson.health.Verdict;
import dev.keelson.kek.Kek;
import dev.keelson.kek.KekException;
import dev.keelson.secret.SecretBytes;
import java.security.SecureRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Seals and opens a fresh random seed with the active KEK: the only health check that is believed,
/// since a session can look sound on a token that is gone.
public final class Canary {
  private static final Logger LOG = LoggerFactory.getLogger(Canary.class);

  /// One miss may be a hiccup; the second is an outage.
  private static final int MISSES_ALLOWED = 1;

  private final Supplier<Kek> active;
  private final CanaryHealth health;
  private final SecureRandom random;
  private int misses = MISSES_ALLOWED;

  /// Bad until the first success, without grace.
  ///
  /// @param active the active KEK, on a lane of the canary's own
  public Canary(Supplier<Kek> active, CanaryHealth health, SecureRandom random) {
    this.active = active;
    this.health = health;
    this.random = random;
  }

  /// One try; the verdict goes to `health`. Never two at a time.
  public void sing() {
    try {
      prove(active.get(), random);
      if (misses > MISSES_ALLOWED) {
        LOG.info("canary result=good after_misses={}", misses);
      }
      misses = 0;
      health.report(new Verdict.Good());
    } catch (KekException e) {
      misses++;
      LOG.warn("canary result=miss misses={} cause=\"{}\"", misses, e.getMessage());
      if (misses > MISSES_ALLOWED) {
        health.report(bad(e));
      }
    }
  }

  /// Seals a fresh random seed, and opens it again.
  static void prove(Kek kek, SecureRandom random) throws KekException {
    byte[] fresh = new byte[32];
    random.nextBytes(fresh);
    try (var seed = SecretBytes.takeOver(fresh);
        var opened = kek.open(kek.seal(seed))) {
      if (!seed.sameAs(opened)) {
        throw new KekException.TokenTrouble("the token opened other bytes than it sealed", null);
      }
    }
  }

  private static Verdict bad(KekException e) {
    return new Verdict.Bad(
        new Condition(
            "the token does not seal and open: " + e.getMessage(),
            "look at the HSM, its network and the vendor's log"));
  }
}
