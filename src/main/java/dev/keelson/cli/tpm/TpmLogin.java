package dev.keelson.cli.tpm;

import dev.keelson.Daemon;
import dev.keelson.config.KeelsonConfig;
import dev.keelson.secret.Pin;
import dev.keelson.token.PinGuard.Risk;
import dev.keelson.token.TokenAdmin;
import dev.keelson.token.TokenSlot;

/// An administrator at one node: which TPM, which token, and a PIN that the token takes.
///
/// The PIN is proven through the module first, as at every login, since that is where a wrong one
/// is tried once and never again. The module is finalised before any program starts.
record TpmLogin(KeelsonConfig config, Ceremony ceremony, Pin pin) implements AutoCloseable {

  static TpmLogin open(KeelsonConfig config, Risk risk) throws Exception {
    TpmPlace place = TpmPlace.of(config.module());
    Pin pin = config.pin().read();
    try (var admin = admin(config, risk)) {
      TokenSlot token = admin.find(config.token());
      admin.beginChange(token, pin).close();
      return new TpmLogin(config, new Ceremony(place, token.info().label()), pin);
    } catch (Exception e) {
      pin.close();
      throw e;
    }
  }

  /// Without a PIN.
  static Ceremony look(KeelsonConfig config) throws Exception {
    TpmPlace place = TpmPlace.of(config.module());
    try (var admin = admin(config, Risk.AVOID)) {
      return new Ceremony(place, admin.find(config.token()).info().label());
    }
  }

  private static TokenAdmin admin(KeelsonConfig config, Risk risk) throws Exception {
    var surroundings = Daemon.surroundings(config, risk);
    return TokenAdmin.open(surroundings.cryptoki(), surroundings.guard());
  }

  @Override
  public void close() {
    pin.close();
  }
}
