package dev.keelson.token;

import dev.keelson.health.CanaryHealth;
import dev.keelson.health.Condition;
import dev.keelson.health.Verdict;
import dev.keelson.kek.Kek;
import dev.keelson.kek.KekException;
import dev.keelson.secret.SecretBytes;
import java.security.SecureRandom;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Seals and opens a fresh random seed with the active KEK: the only health check that is believed,
/// since a session can look sound on a token that is gone.
final class Canary {
  private static final Logger LOG = LoggerFactory.getLogger(Canary.class);

  /// One miss may be a hiccup; the second is an outage.
  private static final int MISSES_ALLOWED = 1;

  private final Perch perch;
  private final CanaryHealth health;
  private final SecureRandom random;
  private int misses = MISSES_ALLOWED;

  /// How a try went.
  enum Song {
    GOOD,
    /// A first miss: it may be a hiccup.
    MISS,
    /// The token is lost.
    LOST
  }

  /// Where the active KEK of the moment is.
  interface Perch {
    Kek active() throws KekException;
  }

  /// Bad until the first success, without grace.
  ///
  /// @param perch the active KEK, on a lane of the canary's own
  Canary(Perch perch, CanaryHealth health, SecureRandom random) {
    this.perch = perch;
    this.health = health;
    this.random = random;
  }

  /// One try; the verdict goes to `health`. Never two at a time.
  Song sing() {
    long began = System.nanoTime();
    try {
      prove(perch.active(), random);
      if (misses > MISSES_ALLOWED) {
        LOG.info("canary result=good after_misses={}", misses);
      }
      misses = 0;
      health.sang(Duration.ofNanos(System.nanoTime() - began));
      return Song.GOOD;
    } catch (KekException e) {
      misses++;
      LOG.warn("canary result=miss misses={} cause=\"{}\"", misses, e.getMessage());
      if (misses <= MISSES_ALLOWED) {
        return Song.MISS;
      }
      health.report(bad(e));
      return Song.LOST;
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
