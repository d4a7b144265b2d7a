package dev.keelson.cli.token;

import dev.keelson.Daemon;
import dev.keelson.cli.AdminLedger;
import dev.keelson.cli.ConfigOption;
import dev.keelson.cli.ExitCode;
import dev.keelson.cli.OutputOption;
import dev.keelson.ledger.DeedKind;
import dev.keelson.token.LoginUser;
import dev.keelson.token.PinFuse;
import dev.keelson.token.PinGuard.Risk;
import dev.keelson.token.Pkcs11Module;
import dev.keelson.token.TokenSlot;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `keelson token pin clear-fuse`.
@Command(
    name = "clear-fuse",
    description =
        "Forgets which PIN the token has refused, so that the same one is tried once more. For when"
            + " it is the token that was mended, and has this PIN by now. No login.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExample%n",
    footer = "  keelson token pin clear-fuse --config keelson.yaml",
    exitCodeList = {
      ExitCode.OK + ":nothing is remembered any more",
      ExitCode.UNAVAILABLE + ":module or token unavailable",
      ExitCode.CONFIG + ":the configuration has faults, or state-dir cannot be written"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class PinClearFuseCommand implements Callable<Integer> {
  @Mixin private ConfigOption config;

  @Mixin private OutputOption output;

  @Option(names = "--so", description = "the SO's PIN instead of the user's")
  private boolean so;

  @Override
  public Integer call() throws Exception {
    var read = config.read();
    var surroundings = Daemon.surroundings(read, Risk.AVOID);
    var user = so ? LoginUser.SECURITY_OFFICER : LoginUser.USER;
    try (var module = Pkcs11Module.initialize(surroundings.cryptoki())) {
      TokenSlot token = module.find(read.token());
      String serial = token.info().serial();
      PinFuse fuse = surroundings.guard().fuse();
      var forgot = FuseRow.of(fuse, serial, user);
      AdminLedger.recordFirst(read, DeedKind.PIN, token, "a refusal of a PIN is forgotten");
      var _ = fuse.clear(serial, user);
      output.print(
          forgot,
          () ->
              forgot.remembers().equals(PinFuse.Memory.NONE.toString())
                  ? "nothing was remembered of a " + user + " PIN of the token " + serial
                  : "forgotten of the token " + serial + ": " + forgot.words());
      return ExitCode.OK;
    }
  }
}
