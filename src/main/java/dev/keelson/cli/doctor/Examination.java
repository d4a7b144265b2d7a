package dev.keelson.cli.doctor;

import dev.keelson.Daemon;
import dev.keelson.config.KeelsonConfig;
import dev.keelson.kek.KekId;
import dev.keelson.secret.PinUnreadableException;
import dev.keelson.token.KekAdmin;
import dev.keelson.token.PinGuard.Risk;
import dev.keelson.token.ServedToken.Surroundings;
import dev.keelson.token.TokenAdmin;
import dev.keelson.token.TokenException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The order of looking: what later checks build on comes first, and what cannot be looked at is
/// said.
record Examination(KeelsonConfig config, Chart chart, Risk risk) {

  void run(@Nullable Path encryptionConfig) {
    new HostChecks(config, chart.group("Host")).run();
    Optional<KekId> active = token();
    new SocketChecks(config.socket(), chart.group("Daemon")).run(active);
    if (encryptionConfig != null) {
      new EncryptionConfigChecks(config, chart.group("API server")).run(encryptionConfig);
    }
  }

  private Optional<KekId> token() {
    try {
      var surroundings = Daemon.surroundings(config, risk);
      chart.group("Module").good(config.module().path() + " is loaded");
      return looksSound(surroundings) ? keys(surroundings) : Optional.empty();
    } catch (TokenException e) {
      chart.group("Module").bad(String.valueOf(e.getMessage()), e.remedy());
      return Optional.empty();
    }
  }

  /// Without a login.
  private boolean looksSound(Surroundings surroundings) {
    try (var admin = TokenAdmin.open(surroundings.cryptoki(), surroundings.guard())) {
      chart.group("Module").good("it initialises");
      return new TokenChecks(config, chart, surroundings.guard(), surroundings.clock()).run(admin);
    } catch (TokenException e) {
      chart.group("Token").bad(String.valueOf(e.getMessage()), e.remedy());
      return false;
    }
  }

  private Optional<KekId> keys(Surroundings surroundings) {
    var pins = chart.group("PIN");
    try (var pin = config.pin().read()) {
      pins.good("its source can be read, and nobody else can read it");
      try (var admin = KekAdmin.open(surroundings, Daemon.wanted(config), pin)) {
        pins.good("the token takes it");
        return new KeyChecks(config, chart.group("Keys"), surroundings.clock()).run(admin);
      }
    } catch (PinUnreadableException e) {
      pins.bad(String.valueOf(e.getMessage()), e.remedy());
    } catch (TokenException e) {
      pins.bad(String.valueOf(e.getMessage()), e.remedy());
    }
    return Optional.empty();
  }
}
