package dev.keelson.cli.kek;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `keelson kek`, which does nothing without a command of its own.
@Command(
    name = "kek",
    description =
        "The life of a keyring's generations, from the first key to the destruction of one.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    subcommands = {
      KekCreateCommand.class,
      KekListCommand.class,
      KekShowCommand.class,
      KekVerifyCommand.class,
      KekRotateCommand.class,
      KekRetireCommand.class,
      KekAdoptCommand.class,
      KekDestroyCommand.class
    },
    footerHeading = "%nExample%n",
    footer = {
      "  A first key, a rotation, and what came of it:",
      "  keelson kek create --config keelson.yaml",
      "  keelson kek rotate --config keelson.yaml",
      "  keelson kek verify --config keelson.yaml",
      "  keelson kek list --config keelson.yaml"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class KekCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "name what to do: " + String.join(", ", spec.subcommands().keySet()));
  }
}
