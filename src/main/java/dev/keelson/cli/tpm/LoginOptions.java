package dev.keelson.cli.tpm;

import dev.keelson.cli.ConfigOption;
import dev.keelson.cli.ForcePinOption;
import picocli.CommandLine.Mixin;

/// What every command takes that uses a key of the store.
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class LoginOptions {
  @Mixin private ConfigOption config;

  @Mixin private ForcePinOption forcePin;

  TpmLogin open() throws Exception {
    return TpmLogin.open(config.read(), forcePin.risk());
  }
}
