package dev.keelson.cli.token;

import dev.keelson.cli.AdminLedger;
import dev.keelson.cli.ExitCode;
import dev.keelson.cli.RefusedException;
import dev.keelson.cli.Typing;
import dev.keelson.config.KeelsonConfig;
import dev.keelson.ledger.DeedKind;
import dev.keelson.secret.NewPinFile;
import dev.keelson.secret.Pin;
import dev.keelson.secret.PinCredential;
import dev.keelson.secret.PinFile;
import dev.keelson.secret.PinPrompt;
import dev.keelson.secret.PinSource;
import dev.keelson.token.LoginUser;
import dev.keelson.token.PinFileChange;
import dev.keelson.token.TokenAdmin;
import dev.keelson.token.TokenSlot;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `keelson token pin change`.
@Command(
    name = "change",
    description =
        "Changes the user's PIN, in the token and in the configuration's file of it. The new one is"
            + " asked for twice. Daemons read it at their next login. A change that was cut short"
            + " leaves the new PIN beside the file; --resume finds out which PIN the token has.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  keelson token pin change --config keelson.yaml",
      "  keelson token pin change --config keelson.yaml --resume"
    },
    exitCodeList =
        ExitCode.VIOLATION + ":a change was cut short before, or none was; nothing is done")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class PinChangeCommand implements Callable<Integer> {
  @Mixin private LoginOptions options;

  @Mixin private Typing typing;

  @Option(
      names = "--new-pin-file",
      paramLabel = "FILE",
      description = "file that holds the new PIN, mode 0400; without it the PIN is asked for")
  private @Nullable Path newPinFile;

  @Option(names = "--resume", description = "finish a change that was cut short")
  private boolean resume;

  @Override
  public Integer call() throws Exception {
    var config = options.read();
    try (var admin = options.open(config)) {
      TokenSlot token = admin.find(config.token());
      AdminLedger.recordFirst(config, DeedKind.PIN, token, "the user's PIN is changed");
      switch (config.pin()) {
        case PinFile file ->
            changeWithFile(new PinFileChange(admin, token, NewPinFile.beside(file)));
        case PinCredential credential -> {
          change(admin, token, config);
          typing.say("put the new PIN where systemd reads it, then start the daemon again:");
          typing.say(
              "  systemd-creds encrypt --name=" + credential.name() + " FILE-WITH-THE-PIN FILE");
          typing.say("  with FILE as LoadCredentialEncrypted= of the unit names it");
        }
        case PinPrompt _ -> change(admin, token, config);
      }
      return ExitCode.OK;
    }
  }

  private void changeWithFile(PinFileChange change) throws Exception {
    Path fresh = change.fresh().file().path();
    if (resume) {
      resume(change, fresh);
      return;
    }
    if (change.fresh().exists()) {
      throw new RefusedException(
          "a change of the PIN was cut short: the token has the PIN of "
              + change.fresh().current().path()
              + " or of "
              + fresh,
          "let it be found out: keelson token pin change --config FILE --resume");
    }
    try (Pin was = change.fresh().current().read();
        Pin willBe = newPin(change.admin(), change.token())) {
      change.make(was, willBe);
    }
    typing.say("the PIN is changed, in the token and in " + change.fresh().current().path());
  }

  private void resume(PinFileChange change, Path fresh) throws Exception {
    if (!change.fresh().exists()) {
      throw new RefusedException(
          "no change of the PIN was cut short: there is no " + fresh, "nothing is to be done");
    }
    switch (change.resume()) {
      case NEW -> typing.say("the token has the new PIN, and now so has the file of it");
      case OLD ->
          typing.say(
              "the token has the old PIN; " + fresh + " is removed. To change the PIN, start anew");
    }
  }

  private void change(TokenAdmin admin, TokenSlot token, KeelsonConfig config) throws Exception {
    if (resume) {
      throw new RefusedException(
          "a change can be resumed only when the PIN is in a file (token.pin-file)",
          "try the new PIN, then the old one: keelson kek list --config FILE");
    }
    try (Pin was = config.pin().read();
        var change = admin.beginChange(token, was);
        Pin willBe = newPin(admin, token)) {
      change.make(was, willBe);
    }
    typing.say("the PIN is changed in the token");
  }

  private Pin newPin(TokenAdmin admin, TokenSlot token) throws Exception {
    PinSource source =
        newPinFile == null
            ? new PinPrompt("new PIN of the token")
            : new PinFile(newPinFile.toAbsolutePath());
    Pin willBe = LoginOptions.newPin(source);
    try {
      admin.requireFit(token, LoginUser.USER, willBe);
      return willBe;
    } catch (Exception e) {
      willBe.close();
      throw e;
    }
  }
}
