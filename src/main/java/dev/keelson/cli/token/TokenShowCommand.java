package dev.keelson.cli.token;

import dev.keelson.Daemon;
import dev.keelson.cli.ConfigOption;
import dev.keelson.cli.ExitCode;
import dev.keelson.cli.OutputOption;
import dev.keelson.token.PinGuard.Risk;
import dev.keelson.token.Pkcs11Module;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `keelson token show`.
@Command(
    name = "show",
    description =
        "Tells all that matters of the configuration's token, without a login: who made it, its"
            + " flags and PIN counters, sessions, mechanisms, which suites it allows, and whether a"
            + " PIN that it refused is remembered.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  keelson token show --config keelson.yaml",
      "  keelson token show --config keelson.yaml -o json | jq .suites"
    },
    exitCodeList = {
      ExitCode.UNAVAILABLE + ":module or token unavailable",
      ExitCode.CONFIG + ":the configuration has faults, or means two tokens"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class TokenShowCommand implements Callable<Integer> {
  @Mixin private ConfigOption config;

  @Mixin private OutputOption output;

  @Override
  public Integer call() throws Exception {
    var read = config.read();
    var surroundings = Daemon.surroundings(read, Risk.AVOID);
    try (var module = Pkcs11Module.initialize(surroundings.cryptoki())) {
      var token = module.find(read.token());
      var report =
          TokenReport.of(
              token, KnownMechanism.of(module, token), read.lanes(), surroundings.guard().fuse());
      output.print(report, () -> TokenText.of(report));
      return ExitCode.OK;
    }
  }
}
