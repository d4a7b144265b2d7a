package dev.keelson.cli;

import dev.keelson.token.PinGuard.Risk;
import picocli.CommandLine.Option;

/// `--force`, of every command that logs in.
public final class ForceOption {
  @Option(
      names = "--force",
      description =
          "log in although the token says that a wrong PIN was tried: make sure of the PIN first")
  private boolean force;

  Risk risk() {
    return force ? Risk.TAKEN : Risk.AVOID;
  }
}
