package dev.keelson.cli.ca;

import dev.keelson.cli.ConfigOption;
import dev.keelson.cli.ForcePinOption;
import dev.keelson.config.KeelsonConfig;
import dev.keelson.issuer.AuthorityFiles;
import picocli.CommandLine.Mixin;

/// What every `keelson ca` command that uses a token takes.
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CaOptions {
  @Mixin private ConfigOption config;

  @Mixin private ForcePinOption forcePin;

  KeelsonConfig read() throws Exception {
    return config.read();
  }

  CaToken token(KeelsonConfig read) {
    return new CaToken(read, forcePin.risk());
  }

  static AuthorityFiles files(KeelsonConfig read) {
    return AuthorityFiles.of(read.stateDir());
  }
}
