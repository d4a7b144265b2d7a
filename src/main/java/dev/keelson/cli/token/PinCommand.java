package dev.keelson.cli.token;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `keelson token pin`, which does nothing without a command of its own.
@Command(
    name = "pin",
    description = "Sets and changes the user's PIN, and forgets that a PIN was refused.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    subcommands = {PinSetCommand.class, PinChangeCommand.class, PinClearFuseCommand.class},
    footerHeading = "%nExample%n",
    footer = "  keelson token pin change --config keelson.yaml")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class PinCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name what to do: set, change or clear-fuse");
  }
}
