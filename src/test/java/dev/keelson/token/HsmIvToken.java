package dev.keelson.token;

import dev.keelson.faults.FaultEngine;
import dev.keelson.kek.KeyringName;
import java.nio.file.Path;
import java.security.SecureRandom;

/// A token `keelson` that makes the IVs of AES-GCM, emulated; keyring `prod` is administered and
/// served on it at noon.
///
/// @param iv what the configuration says of it
record HsmIvToken(FaultEngine engine, GcmIv iv) implements AutoCloseable {
  /// Without a key.
  static HsmIvToken in(Path dir, GcmIv way) throws Exception {
    return over(SoftHsm.in(dir).withToken("keelson", Serving.NOON), way);
  }

  static HsmIvToken over(SoftHsm hsm, GcmIv way) throws Exception {
    var engine = FaultEngine.over(hsm);
    engine.ivs().are(way);
    return new HsmIvToken(engine, way);
  }

  /// The same token, under a configuration that says something else of it.
  HsmIvToken configured(GcmIv other) {
    return new HsmIvToken(engine, other);
  }

  KekAdmin admin() throws TokenException {
    var surroundings =
        new ServedToken.Surroundings(
            engine.cryptoki(), () -> Serving.NOON, new SecureRandom(), SoftHsm.newGuard());
    try (var pin = SoftHsm.pin(SoftHsm.PIN)) {
      return KekAdmin.open(surroundings, wanted(), pin);
    }
  }

  Served served() throws TokenException {
    return Serving.open(engine.cryptoki(), wanted());
  }

  private ServedToken.Wanted wanted() {
    return new ServedToken.Wanted(
        new KeyringName("prod"), SoftHsm.labelled("keelson"), Serving.LANES, iv);
  }

  @Override
  public void close() {
    engine.close();
  }
}
