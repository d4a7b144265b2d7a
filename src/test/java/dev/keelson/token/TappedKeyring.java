package dev.keelson.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.kek.Keyring.Sealed;
import dev.keelson.kek.KeyringName;
import java.security.SecureRandom;

/// Keyring `prod` of token `keelson`, administered through a tap at noon, served without one.
record TappedKeyring(SoftHsm hsm, Tap tap) {
  static final String SEED = "a seed";

  /// On the tapped module, which a daemon of this process cannot be on meanwhile.
  KekAdmin admin() throws TokenException {
    var surroundings =
        new ServedToken.Surroundings(
            tap.cryptoki(), () -> Serving.NOON, new SecureRandom(), SoftHsm.newGuard());
    var wanted =
        new ServedToken.Wanted(
            new KeyringName("prod"), SoftHsm.labelled("keelson"), Serving.LANES, GcmIv.DAEMON);
    try (var pin = SoftHsm.pin(SoftHsm.PIN)) {
      return KekAdmin.open(surroundings, wanted, pin);
    }
  }

  Served served() throws TokenException {
    return Serving.open(hsm, "keelson", "prod");
  }

  Sealed sealed() throws Exception {
    try (var served = served()) {
      return seal(served);
    }
  }

  static Sealed seal(Served served) throws Exception {
    return served.keyring().seal(SEED.getBytes(US_ASCII));
  }

  static void assertOpens(Served served, Sealed sealed) throws Exception {
    byte[] opened =
        served.keyring().open(sealed.by().toString(), sealed.ciphertext(), seed -> seed.clone());
    assertThat(opened).asString(US_ASCII).isEqualTo(SEED);
  }
}
