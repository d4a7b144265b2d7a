package dev.keelson.cli.audit;

import dev.keelson.Daemon;
import dev.keelson.cli.ConfigOption;
import dev.keelson.cli.ForcePinOption;
import dev.keelson.cli.OutputOption;
import dev.keelson.config.KeelsonConfig;
import dev.keelson.ledger.NoteKey;
import dev.keelson.token.LedgerKeyAdmin;
import picocli.CommandLine.Mixin;

/// What every `keelson audit key` command takes.
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class LedgerKeyOptions {
  @Mixin private ConfigOption config;

  @Mixin private OutputOption output;

  @Mixin private ForcePinOption forcePin;

  KeelsonConfig read() throws Exception {
    return config.read();
  }

  LedgerKeyAdmin login(KeelsonConfig read) throws Exception {
    var surroundings = Daemon.surroundings(read, forcePin.risk());
    try (var pin = read.pin().read()) {
      return LedgerKeyAdmin.open(surroundings, read.token(), pin);
    }
  }

  /// A public key, for programs.
  private record Row(String label, String token, String sha256, String publicKey) {}

  void print(LedgerKeyAdmin admin, NoteKey key) {
    var row = new Row(LedgerKeyAdmin.LABEL, admin.token().toString(), key.fingerprint(), key.pem());
    output.print(row, () -> key.pem().stripTrailing());
  }
}
