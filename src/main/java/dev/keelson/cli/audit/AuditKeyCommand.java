package dev.keelson.cli.audit;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `keelson audit key`, which does nothing without a command of its own.
@Command(
    name = "key",
    description = "The key in the token that signs the checkpoints of the ledger.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    subcommands = {AuditKeyCreateCommand.class, AuditKeyShowCommand.class},
    footerHeading = "%nExample%n",
    footer = {
      "  Make it once for each token, and give the auditors what it prints:",
      "  keelson audit key create --config keelson.yaml > ledger.pem"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class AuditKeyCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "name what to do: " + String.join(", ", spec.subcommands().keySet()));
  }
}
