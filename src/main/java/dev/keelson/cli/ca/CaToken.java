package dev.keelson.cli.ca;

import dev.keelson.Daemon;
import dev.keelson.config.KeelsonConfig;
import dev.keelson.issuer.CaSigner;
import dev.keelson.issuer.SignerException;
import dev.keelson.token.CaKeyAdmin;
import dev.keelson.token.PinGuard.Risk;
import dev.keelson.token.TokenException;

/// The token of a configuration, logged in to when there is something to do on it.
record CaToken(KeelsonConfig config, Risk risk) {
  CaKeyAdmin login() throws Exception {
    var surroundings = Daemon.surroundings(config, risk);
    try (var pin = config.pin().read()) {
      return CaKeyAdmin.open(surroundings, config.token(), pin);
    }
  }

  static CaSigner signer(CaKeyAdmin admin) {
    return (key, text) -> {
      try {
        return admin.sign(key, text);
      } catch (TokenException e) {
        throw new SignerException(String.valueOf(e.getMessage()), e.remedy(), e);
      }
    };
  }
}
