package dev.keelson.cli.audit;

import dev.keelson.cli.ExitCode;
import dev.keelson.ledger.NoteKey;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `keelson audit key show`.
@Command(
    name = "show",
    description = "Prints the public key that the ledger's checkpoints verify with.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  keelson audit key show --config keelson.yaml > ledger.pem",
      "  keelson audit verify --config keelson.yaml --public-key ledger.pem"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class AuditKeyShowCommand implements Callable<Integer> {
  @Mixin private LedgerKeyOptions options;

  @Override
  public Integer call() throws Exception {
    try (var admin = options.login(options.read())) {
      options.print(admin, new NoteKey(admin.publicKey()));
      return ExitCode.OK;
    }
  }
}
