package dev.keelson.cli.recover;

import dev.keelson.Daemon;
import dev.keelson.cli.ForcePinOption;
import dev.keelson.config.ConfigFile;
import dev.keelson.config.RecipientPlace;
import dev.keelson.token.PinGuard;
import dev.keelson.token.RecipientKey;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which private key opens the copies.
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class RecipientOptions {
  @Option(
      names = "--recipient-config",
      required = true,
      paramLabel = "FILE",
      description = "the recipient's token: module, token and state-dir, as in a daemon's file")
  private Path config;

  @Option(
      names = "--recipient-key",
      required = true,
      paramLabel = "LABEL",
      description = "of the RSA private key on it")
  private String label;

  @Mixin private ForcePinOption forcePin;

  RecipientPlace read() throws Exception {
    return ConfigFile.readRecipient(config);
  }

  String label() {
    return label;
  }

  PinGuard.Risk risk() {
    return forcePin.risk();
  }

  /// Logs in.
  RecipientKey open(RecipientPlace read) throws Exception {
    var place = read.place();
    var surroundings = Daemon.surroundings(place.module(), read.stateDir(), risk());
    try (var pin = place.pin().read()) {
      return RecipientKey.open(surroundings, place.token(), label, pin);
    }
  }
}
