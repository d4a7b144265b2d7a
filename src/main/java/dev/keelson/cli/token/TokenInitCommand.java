package dev.keelson.cli.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keelson.cli.AdminLedger;
import dev.keelson.cli.ExitCode;
import dev.keelson.cli.OutputOption;
import dev.keelson.cli.RefusedException;
import dev.keelson.cli.Typing;
import dev.keelson.config.KeelsonConfig;
import dev.keelson.ledger.DeedKind;
import dev.keelson.secret.Pin;
import dev.keelson.token.LoginUser;
import dev.keelson.token.TokenAdmin;
import dev.keelson.token.TokenException;
import dev.keelson.token.TokenSelector;
import dev.keelson.token.TokenSlot;
import dev.keelson.token.TokenState;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `keelson token init`.
@Command(
    name = "init",
    description =
        "Makes a token in a blank slot, with the label that the configuration means, and sets the"
            + " user's PIN to the configuration's. Asks for label and SO PIN, twice each. A token"
            + " that is named by --serial is made anew: every key on it is lost for ever.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  keelson token init --config keelson.yaml",
      "  keelson token init --config keelson.yaml --label keelson --so-pin-file so-pin"
    },
    exitCodeList = ExitCode.VIOLATION + ":it would do harm, and nothing is done")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class TokenInitCommand implements Callable<Integer> {
  /// `CK_TOKEN_INFO` has room for no more (PKCS#11 v2.40 §3.2).
  private static final int MAX_LABEL_BYTES = 32;

  @Spec private CommandSpec spec;

  @Mixin private LoginOptions options;

  @Mixin private SoPinOption soPin;

  @Mixin private OutputOption output;

  @Mixin private Typing typing;

  @Option(
      names = "--label",
      paramLabel = "LABEL",
      description = "of the token; without it the label is asked for")
  private @Nullable String label;

  @Option(
      names = "--serial",
      paramLabel = "SERIAL",
      description = "make this token anew, although it may hold keys; the serial is asked for, too")
  private @Nullable String serial;

  @Override
  public Integer call() throws Exception {
    if (soPin.isFile() && label == null) {
      throw new ParameterException(spec.commandLine(), "--so-pin-file goes with --label");
    }
    var config = options.read();
    try (var admin = options.open(config)) {
      var target = new InitTarget(config.token(), Optional.ofNullable(serial));
      TokenSlot token = target.among(admin.tokens());
      String name = label(config.token());
      refuseASecond(name, token, admin.tokens());
      TokenSlot made = make(admin, token, name, config);
      var rows = List.of(TokenRow.of(made, "yes"));
      output.print(rows, () -> TokenRow.table(rows));
      return ExitCode.OK;
    }
  }

  private String label(TokenSelector wanted) throws IOException, RefusedException {
    String name = label == null ? typing.lineTwice("label of the new token") : label;
    var other = wanted.label().filter(one -> !one.equals(name));
    if (other.isPresent()) {
      throw new RefusedException(
          "the configuration means a token with label '" + other.get() + "', not '" + name + "'",
          "give it that label, or mend token.label first");
    }
    if (name.isEmpty() || name.getBytes(UTF_8).length > MAX_LABEL_BYTES) {
      throw new RefusedException(
          "a token's label has 1 to " + MAX_LABEL_BYTES + " bytes", "choose a shorter one");
    }
    return name;
  }

  private static void refuseASecond(String name, TokenSlot token, List<TokenSlot> tokens)
      throws RefusedException {
    for (TokenSlot other : tokens) {
      if (other.slot() != token.slot() && other.info().label().equals(name)) {
        throw new RefusedException(
            "there is the token " + other + " already, and two of one label are an error later",
            "choose another label, here and in token.label");
      }
    }
  }

  private TokenSlot make(TokenAdmin admin, TokenSlot token, String name, KeelsonConfig config)
      throws Exception {
    try (Pin so = LoginOptions.newPin(soPin.source());
        Pin user = LoginOptions.newPin(config.pin())) {
      admin.requireFit(token, LoginUser.SECURITY_OFFICER, so);
      admin.requireFit(token, LoginUser.USER, user);
      if (TokenState.of(token.info()) != TokenState.BLANK) {
        typing.requireTypedBack(
            token.info().serial(),
            "The token "
                + token
                + " is made anew: every key on it is lost for ever, with all that was sealed by it."
                + " Stop the daemons that use it first. Type its serial "
                + token.info().serial());
      }
      AdminLedger.recordFirst(config, DeedKind.INIT, token, "it is made as '" + name + "'");
      TokenSlot made = admin.init(token, name, so);
      return withUserPin(admin, made, so, user);
    }
  }

  private TokenSlot withUserPin(TokenAdmin admin, TokenSlot made, Pin so, Pin user)
      throws TokenException {
    try {
      admin.setUserPin(made, so, user);
      return admin.again(made);
    } catch (TokenException e) {
      typing.say("the token " + made + " is made, without a user PIN; for the rest, when what");
      typing.say("follows is mended: keelson token pin set --config FILE");
      throw e;
    }
  }
}
