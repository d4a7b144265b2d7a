package dev.keelson.cli.audit;

import dev.keelson.cli.AdminLedger;
import dev.keelson.cli.ExitCode;
import dev.keelson.ledger.DeedKind;
import dev.keelson.ledger.Detail;
import dev.keelson.ledger.Details;
import dev.keelson.ledger.NoteKey;
import dev.keelson.token.LedgerKeyAdmin;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `keelson audit key create`.
@Command(
    name = "create",
    description = {
      "Makes the key pair that signs the ledger's checkpoints, ECDSA on P-256, and prints its public"
          + " key. A daemon that runs uses it within half a minute.",
      "Nothing is sealed with it: should it be lost, what it signed still verifies with the public"
          + " key, which the auditors should have."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExample%n",
    footer = "  keelson audit key create --config keelson.yaml > ledger.pem")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class AuditKeyCreateCommand implements Callable<Integer> {
  @Mixin private LedgerKeyOptions options;

  @Override
  public Integer call() throws Exception {
    var config = options.read();
    try (var admin = options.login(config)) {
      var key = new NoteKey(admin.create());
      AdminLedger.record(
          config,
          DeedKind.CREATE,
          "",
          Details.NONE
              .with(Detail.TOKEN, admin.token().toString())
              .with(Detail.LABEL, LedgerKeyAdmin.LABEL)
              .with(Detail.SHA256, key.fingerprint()));
      options.print(admin, key);
      return ExitCode.OK;
    }
  }
}
