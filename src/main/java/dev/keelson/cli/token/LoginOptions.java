package dev.keelson.cli.token;

import dev.keelson.Daemon;
import dev.keelson.cli.ConfigOption;
import dev.keelson.cli.ForcePinOption;
import dev.keelson.config.KeelsonConfig;
import dev.keelson.secret.Pin;
import dev.keelson.secret.PinCredential;
import dev.keelson.secret.PinFile;
import dev.keelson.secret.PinPrompt;
import dev.keelson.secret.PinSource;
import dev.keelson.secret.PinUnreadableException;
import dev.keelson.token.TokenAdmin;
import picocli.CommandLine.Mixin;

/// What every command takes that logs in to change a token or its PINs.
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class LoginOptions {
  @Mixin private ConfigOption config;

  @Mixin private ForcePinOption forcePin;

  KeelsonConfig read() throws Exception {
    return config.read();
  }

  TokenAdmin open(KeelsonConfig read) throws Exception {
    var surroundings = Daemon.surroundings(read, forcePin.risk());
    return TokenAdmin.open(surroundings.cryptoki(), surroundings.guard());
  }

  /// A PIN that the token is to get: one that is typed, is typed twice.
  static Pin newPin(PinSource source) throws PinUnreadableException {
    return switch (source) {
      case PinPrompt prompt -> prompt.readTwice();
      case PinFile file -> file.read();
      case PinCredential credential -> credential.read();
    };
  }
}
