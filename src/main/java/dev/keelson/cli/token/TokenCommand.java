package dev.keelson.cli.token;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `keelson token`, which does nothing without a command of its own.
@Command(
    name = "token",
    description = "Shows tokens, makes one, and sets and changes its PINs.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    subcommands = {
      TokenListCommand.class,
      TokenShowCommand.class,
      TokenInitCommand.class,
      PinCommand.class
    },
    footerHeading = "%nExample%n",
    footer = {
      "  A new token, then its first key:",
      "  keelson token list --config keelson.yaml",
      "  keelson token init --config keelson.yaml",
      "  keelson kek create --config keelson.yaml"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class TokenCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name what to do: list, show, init or pin");
  }
}
