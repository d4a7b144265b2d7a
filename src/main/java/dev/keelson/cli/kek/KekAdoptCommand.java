package dev.keelson.cli.kek;

import dev.keelson.cli.ExitCode;
import dev.keelson.cli.Typing;
import dev.keelson.ledger.DeedKind;
import dev.keelson.token.KekAdmin.Trust;
import dev.keelson.token.KekEntry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `keelson kek adopt`.
@Command(
    name = "adopt",
    description =
        "Makes a key that the vendor's tool made the next generation, when its attributes are those"
            + " of a KEK. The key gets a new label, and its old one has to be typed once more:"
            + " programs that know the key by it will not find it again.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExample%n",
    footer = "  keelson kek adopt --config keelson.yaml ceremony-2026")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class KekAdoptCommand implements Callable<Integer> {
  @Mixin private KekOptions options;

  @Mixin private Typing typing;

  @Mixin private NoticeOption activation;

  @Parameters(paramLabel = "LABEL", description = "the key's CKA_LABEL now")
  private String label;

  @Option(
      names = "--from-outside",
      description = "although the token says that the key may be known outside it")
  private boolean fromOutside;

  @Override
  public Integer call() throws Exception {
    var config = options.read();
    Duration notice = activation.notice(config.rotation());
    try (var admin = options.login(config)) {
      Trust trust = fromOutside ? Trust.CEREMONY : Trust.TOKEN_ONLY;
      admin.refuseUnlessAdoptable(label, trust);
      typing.requireTypedBack(
          label, "type " + label + " to give that key to keyring " + config.keyring());
      KekEntry made = admin.adopt(label, trust, notice);
      options.record(config, DeedKind.ADOPT, made);
      options.print(List.of(made));
      return ExitCode.OK;
    }
  }
}
