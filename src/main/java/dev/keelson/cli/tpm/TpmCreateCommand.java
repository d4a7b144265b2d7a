package dev.keelson.cli.tpm;

import dev.keelson.cli.AdminLedger;
import dev.keelson.cli.DurationConverter;
import dev.keelson.cli.ExitCode;
import dev.keelson.cli.RefusedException;
import dev.keelson.kek.GenerationLabel;
import dev.keelson.kek.KekId;
import dev.keelson.kek.KeyringName;
import dev.keelson.ledger.DeedKind;
import dev.keelson.ledger.Detail;
import dev.keelson.ledger.Details;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `keelson tpm create`.
@Command(
    name = "create",
    description = {
      "On one node: makes the next generation's key in its TPM, an HMAC-SHA256 key that can be copied"
          + " to the TPMs which the authority approves. A key without that, kept to one TPM, is made"
          + " by tpm2_ptool addkey.",
      "The first generation is active at once, so start the other nodes' daemons when they have it."
          + " A later one has to be on every node before its activation."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExample%n",
    footer = "  keelson tpm create --config keelson.yaml --authority authority.pub",
    exitCodeList = ExitCode.VIOLATION + ":store or TPM refuse it")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class TpmCreateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private LoginOptions login;

  @Mixin private AuthorityOption authority;

  @Option(
      names = "--activate-in",
      paramLabel = "TIME",
      defaultValue = "1440m",
      converter = DurationConverter.class,
      description =
          "from now to the activation of a generation after the first, long enough to bring it to"
              + " every node (${DEFAULT-VALUE}, a day)")
  private Duration activateIn;

  @Override
  public Integer call() throws Exception {
    Authority known = authority.read();
    try (var at = login.open()) {
      KeyringName ring = at.config().keyring();
      GenerationLabel label = next(ring, at.ceremony().look().labels());
      PublicArea template = HmacKey.template(known.area(), ring);
      PublicArea made = at.ceremony().create(label, template, at.pin());
      var details =
          Details.NONE.with(Detail.LABEL, label.toString()).with(Detail.FINGERPRINT, made.name());
      AdminLedger.record(at.config(), DeedKind.CREATE, "", details);
      spec.commandLine().getOut().println(label + "\nname " + made.name());
      return ExitCode.OK;
    }
  }

  private GenerationLabel next(KeyringName ring, List<String> labels) throws RefusedException {
    int last =
        labels.stream()
            .map(GenerationLabel::parse)
            .flatMap(Optional::stream)
            .filter(label -> label.keyring().equals(ring))
            .mapToInt(GenerationLabel::generation)
            .max()
            .orElse(0);
    if (last == KekId.MAX_GENERATION) {
      throw new RefusedException("the keyring '" + ring + "' is full", "begin another keyring");
    }
    Instant now = InstantSource.system().instant().truncatedTo(ChronoUnit.SECONDS);
    return new GenerationLabel(ring, last + 1, last == 0 ? now : now.plus(activateIn));
  }
}
