package dev.keelson.cli.token;

import dev.keelson.cli.AdminLedger;
import dev.keelson.cli.ExitCode;
import dev.keelson.cli.Typing;
import dev.keelson.ledger.DeedKind;
import dev.keelson.secret.Pin;
import dev.keelson.token.LoginUser;
import dev.keelson.token.TokenSlot;
import dev.keelson.token.TokenState;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `keelson token pin set`.
@Command(
    name = "set",
    description =
        "Sets the user's PIN to the configuration's, as the security officer (SO): the first one,"
            + " or in place of one that is forgotten or locked. Finishes an init that was cut"
            + " short. A reset wants the token's serial typed once more.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExample%n",
    footer = "  keelson token pin set --config keelson.yaml --so-pin-file so-pin",
    exitCodeList = ExitCode.VIOLATION + ":something else was typed, and nothing is done")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class PinSetCommand implements Callable<Integer> {
  @Mixin private LoginOptions options;

  @Mixin private SoPinOption soPin;

  @Mixin private Typing typing;

  @Override
  public Integer call() throws Exception {
    var config = options.read();
    try (var admin = options.open(config)) {
      TokenSlot token = admin.find(config.token());
      try (Pin so = soPin.source().read();
          Pin user = LoginOptions.newPin(config.pin())) {
        admin.requireFit(token, LoginUser.USER, user);
        if (TokenState.of(token.info()) == TokenState.READY) {
          typing.requireTypedBack(
              token.info().serial(),
              "The token "
                  + token
                  + " has a user PIN, which is replaced. Type its serial "
                  + token.info().serial());
        }
        AdminLedger.recordFirst(config, DeedKind.PIN, token, "the user's PIN is set, by the SO");
        admin.setUserPin(token, so, user);
      }
      typing.say("the token " + token + " has the user PIN of the configuration");
      return ExitCode.OK;
    }
  }
}
