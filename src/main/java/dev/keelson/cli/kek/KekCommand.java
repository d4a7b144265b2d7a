package dev.keelson.cli.kek;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `keelson kek`, which does nothing without a command of its own.
@Command(
    name = "kek",
    description = "Makes, shows, rotates and destroys the generations of a keyring.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    subcommands = {
      KekCreateCommand.class,
      KekListCommand.class,
      KekRotateCommand.class,
      KekDestroyCommand.class
    },
    footerHeading = "%nExample%n",
    footer = {
      "  A first key, a rotation, and what came of it:",
      "  keelson kek create --config keelson.yaml",
      "  keelson kek rotate --config keelson.yaml",
      "  keelson kek list --config keelson.yaml"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class KekCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "name what to do: create, list, rotate or destroy");
  }
}
