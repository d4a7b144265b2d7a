package dev.keelson.cli.audit;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `keelson audit`, which does nothing without a command of its own.
@Command(
    name = "audit",
    description = "The ledger: who used which key, and whether the record was touched.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    subcommands = {
      AuditVerifyCommand.class,
      AuditTailCommand.class,
      AuditSearchCommand.class,
      AuditKeyCommand.class
    },
    footerHeading = "%nExample%n",
    footer = {
      "  Whether the ledger is whole, and who was refused:",
      "  keelson audit verify --config keelson.yaml",
      "  keelson audit search --config keelson.yaml --result denied"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class AuditCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "name what to do: " + String.join(", ", spec.subcommands().keySet()));
  }
}
