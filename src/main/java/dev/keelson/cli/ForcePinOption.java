package dev.keelson.cli;

import dev.keelson.token.PinGuard.Risk;
import picocli.CommandLine.Option;

/// `--force-pin`, of every command that logs in.
public final class ForcePinOption {
  static final String NAME = "--force-pin";

  @Option(
      names = NAME,
      description =
          "log in although the token says that a wrong PIN was tried: make sure of the PIN first")
  private boolean forcePin;

  public Risk risk() {
    return forcePin ? Risk.TAKEN : Risk.AVOID;
  }
}
