package dev.keelson.cli.recover;

import dev.keelson.Daemon;
import dev.keelson.cli.RefusedException;
import dev.keelson.config.KeelsonConfig;
import dev.keelson.kek.KekException;
import dev.keelson.kek.KekId;
import dev.keelson.kek.Keyring;
import dev.keelson.kek.Keyring.Sealed;
import dev.keelson.recovery.RecoveryCopies;
import dev.keelson.recovery.SealedSeed;
import dev.keelson.recovery.StoredValue;
import dev.keelson.secret.SecretBytes;
import dev.keelson.token.PinGuard;
import dev.keelson.token.SealingAdmin;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The opened seeds, each sealed once under the active generation of another keyring.
record Resealing(KekId by, Map<SealedSeed, Sealed> seeds) {
  Resealing {
    seeds = Map.copyOf(seeds);
  }

  static Resealing of(Opening opening, KeelsonConfig config, PinGuard.Risk risk) throws Exception {
    var surroundings = Daemon.surroundings(config, risk);
    var copies = new RecoveryCopies(config.recovery(), new SecureRandom());
    try (var pin = config.pin().read();
        var admin = SealingAdmin.open(surroundings, Daemon.wanted(config), pin, copies)) {
      return of(opening, admin.keyring());
    }
  }

  private static Resealing of(Opening opening, Keyring keyring) throws RefusedException {
    Map<SealedSeed, Sealed> seeds = new HashMap<>();
    for (SealedSeed one : opening.verdicts().keySet()) {
      Optional<SecretBytes> seed = opening.seed(one);
      if (seed.isPresent()) {
        seeds.put(one, sealed(seed.get(), keyring));
      }
    }
    return new Resealing(keyring.active().id(), seeds);
  }

  private static Sealed sealed(SecretBytes seed, Keyring keyring) throws RefusedException {
    try {
      return keyring.seal(seed);
    } catch (KekException e) {
      throw new RefusedException(
          "a seed was not sealed anew: " + e.getMessage(),
          "look at the token: keelson kek verify --config FILE; then run this again");
    }
  }

  Optional<byte[]> resealed(StoredValue value) {
    return Optional.ofNullable(seeds.get(value.seed())).map(value::resealed);
  }
}
