package dev.keelson.cli.tpm;

import dev.keelson.cli.AdminLedger;
import dev.keelson.cli.ExitCode;
import dev.keelson.cli.RefusedException;
import dev.keelson.kek.GenerationLabel;
import dev.keelson.kek.KeyringName;
import dev.keelson.ledger.DeedKind;
import dev.keelson.ledger.Detail;
import dev.keelson.ledger.Details;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `keelson tpm import`.
@Command(
    name = "import",
    description = {
      "On a node that is to have the key: takes the copy that was made for its TPM into it, under the"
          + " same label. Here, too, the key can leave only as the authority approves.",
      "Compare the name that is printed with that of keelson tpm create, then remove the file, here"
          + " and where it was made."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExample%n",
    footer = "  keelson tpm import --config keelson.yaml --authority authority.pub --from b.key",
    exitCodeList = ExitCode.VIOLATION + ":it is for another TPM or keyring, or refused by the TPM")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class TpmImportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private LoginOptions login;

  @Mixin private AuthorityOption authority;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "FILE",
      description = "of keelson tpm duplicate")
  private Path from;

  @Override
  public Integer call() throws Exception {
    Authority known = authority.read();
    KeyFile key = Exchange.read(from, KeyFile.class, "duplicate");
    try (var at = login.open()) {
      refuseUnlessBound(key, known, at.config().keyring());
      refuseUnlessOurs(key, at.ceremony().look());
      at.ceremony().takeIn(key, at.pin());
      String name = key.area().name();
      var details = Details.NONE.with(Detail.LABEL, key.label()).with(Detail.FINGERPRINT, name);
      AdminLedger.record(at.config(), DeedKind.ADOPT, "", details);
      spec.commandLine().getOut().println(key.label() + "\nname " + name);
      return ExitCode.OK;
    }
  }

  private void refuseUnlessBound(KeyFile key, Authority known, KeyringName ring)
      throws RefusedException {
    if (!key.generation().keyring().equals(ring)) {
      throw new RefusedException(
          from + " is of the keyring '" + key.generation().keyring() + "', not '" + ring + "'",
          "duplicate a key of this keyring");
    }
    if (!HmacKey.isOne(key.area(), known.area(), ring)) {
      throw new RefusedException(
          from + " is no HMAC key that this authority keeps for '" + ring + "'",
          "name the authority that it was created with; else make no use of it: it could be copied");
    }
  }

  private void refuseUnlessOurs(KeyFile key, Ceremony.Seen here) throws RefusedException {
    String own = here.parent().name();
    if (!own.equals(key.parent())) {
      throw new RefusedException(
          from + " was made for another TPM: " + key.parent() + ", here is " + own,
          "duplicate it with the approval of this one");
    }
    if (here.labels().contains(key.label())) {
      throw new RefusedException(
          "a key has the label " + key.label() + " already", "nothing: it is here");
    }
    boolean taken =
        here.labels().stream()
            .flatMap(label -> GenerationLabel.parse(label).stream())
            .anyMatch(label ->
                label.keyring().equals(key.generation().keyring())
                    && label.generation() == key.generation().generation());
    if (taken) {
      throw new RefusedException(
          "another key is generation " + key.generation().generation() + " here",
          "see which one is right: keelson kek list --config FILE, on every node");
    }
  }
}
