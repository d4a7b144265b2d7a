package dev.keelson.cli.ca;

import dev.keelson.Daemon;
import dev.keelson.config.KeelsonConfig;
import dev.keelson.issuer.CaSigner;
import dev.keelson.issuer.SignerException;
import dev.keelson.secret.Pin;
import dev.keelson.secret.PinPrompt;
import dev.keelson.secret.PinUnreadableException;
import dev.keelson.token.CaKeyAdmin;
import dev.keelson.token.PinGuard.Risk;
import dev.keelson.token.TokenException;
import org.jspecify.annotations.Nullable;

/// The token of a configuration, logged in to for each thing that there is to do on it: a TPM has
/// room for three keys at a time, and what tpm2-pkcs11 has made it unloads at the end alone.
final class CaToken implements AutoCloseable {
  private final KeelsonConfig config;
  private final Risk risk;
  private @Nullable Pin typed;

  CaToken(KeelsonConfig config, Risk risk) {
    this.config = config;
    this.risk = risk;
  }

  KeelsonConfig config() {
    return config;
  }

  Risk risk() {
    return risk;
  }

  CaKeyAdmin login() throws TokenException, PinUnreadableException {
    var surroundings = Daemon.surroundings(config, risk);
    try (var pin = pin()) {
      return CaKeyAdmin.open(surroundings, config.token(), pin);
    }
  }

  /// A person is asked once.
  private Pin pin() throws PinUnreadableException {
    if (!(config.pin() instanceof PinPrompt prompt)) {
      return config.pin().read();
    }
    Pin known = typed == null ? prompt.read() : typed;
    typed = known;
    return known.copy();
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

  @Override
  public void close() {
    if (typed != null) {
      typed.close();
    }
  }
}
