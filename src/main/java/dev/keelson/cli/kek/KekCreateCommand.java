package dev.keelson.cli.kek;

import dev.keelson.cli.ExitCode;
import dev.keelson.ledger.DeedKind;
import dev.keelson.token.KekEntry;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `keelson kek create`.
@Command(
    name = "create",
    description =
        "Makes the first generation of a keyring, active at once: 256 bits, never extractable.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExample%n",
    footer = "  keelson kek create --config keelson.yaml")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class KekCreateCommand implements Callable<Integer> {
  @Mixin private KekOptions options;

  @Mixin private SuiteOption suite;

  @Override
  public Integer call() throws Exception {
    var config = options.read();
    try (var admin = options.login(config)) {
      KekEntry made = admin.create(suite.suite());
      options.record(config, DeedKind.CREATE, made);
      options.print(List.of(made));
      return ExitCode.OK;
    }
  }
}
