package dev.keelson.token;

import dev.keelson.cryptoki.Cryptoki;
import dev.keelson.kek.KeyringName;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;

/// How the tests serve a token: at noon of 1 November 2026.
final class Serving {
  static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
  static final LaneSettings LANES = new LaneSettings(4, 256, Duration.ofSeconds(20));

  private Serving() {}

  static Served open(SoftHsm hsm, String token, String keyring) throws TokenException {
    return open(hsm.cryptoki(), SoftHsm.labelled(token), keyring, LANES);
  }

  static Served open(SoftHsm hsm, String keyring, GcmIv iv) throws TokenException {
    return open(
        hsm.cryptoki(),
        new ServedToken.Wanted(new KeyringName(keyring), SoftHsm.labelled("keelson"), LANES, iv));
  }

  static Served open(Cryptoki cryptoki, TokenSelector token, String keyring, LaneSettings lanes)
      throws TokenException {
    return open(
        cryptoki, new ServedToken.Wanted(new KeyringName(keyring), token, lanes, GcmIv.DAEMON));
  }

  static Served open(Cryptoki cryptoki, ServedToken.Wanted wanted) throws TokenException {
    var surroundings =
        new ServedToken.Surroundings(cryptoki, () -> NOON, new SecureRandom(), SoftHsm.newGuard());
    try (var pin = SoftHsm.pin(SoftHsm.PIN)) {
      return Served.open(surroundings, wanted, pin);
    }
  }
}
