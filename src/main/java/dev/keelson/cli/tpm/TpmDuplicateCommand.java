package dev.keelson.cli.tpm;

import dev.keelson.cli.AdminLedger;
import dev.keelson.cli.ExitCode;
import dev.keelson.cli.RefusedException;
import dev.keelson.config.KeelsonConfig;
import dev.keelson.kek.GenerationLabel;
import dev.keelson.kek.KeyringName;
import dev.keelson.ledger.DeedKind;
import dev.keelson.ledger.Detail;
import dev.keelson.ledger.Details;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `keelson tpm duplicate`.
@Command(
    name = "duplicate",
    description = {
      "On a node that has the key: writes a copy that only one other TPM can open, which the"
          + " authority has approved. The ledger has it first.",
      "The file cannot be used anywhere but on that TPM's host. There it can be used without the"
          + " PIN: keep it from others on the way, and remove it when it is imported."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExample%n",
    footer = {
      "  keelson tpm duplicate --config keelson.yaml --authority authority.pub \\",
      "      --approval b.approval --generation 1 --out b.key"
    },
    exitCodeList = ExitCode.VIOLATION + ":it is not approved, or store or TPM refuse it")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class TpmDuplicateCommand implements Callable<Integer> {
  @Mixin private LoginOptions login;

  @Mixin private AuthorityOption authority;

  @Option(
      names = "--approval",
      required = true,
      paramLabel = "FILE",
      description = "of keelson tpm approve; it names the TPM that the copy is for")
  private Path approvalFile;

  @Option(names = "--generation", required = true, paramLabel = "NUMBER", description = "which key")
  private int generation;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "to be written")
  private Path out;

  @Override
  public Integer call() throws Exception {
    Exchange.refuseIfThere(out);
    Authority known = authority.read();
    Approval approval = Exchange.read(approvalFile, Approval.class, "approve");
    try (var at = login.open()) {
      refuseUnlessApproved(approval, known, at.config().keyring());
      GenerationLabel label = find(at.config().keyring(), at.ceremony().look().labels());
      recordFirst(at.config(), label, approval);
      var blobs = at.ceremony().duplicate(label, approval, known, at.pin());
      Exchange.write(
          out, new KeyFile(KeyFile.FORMAT, label.toString(), approval.area().name(), blobs));
      return ExitCode.OK;
    }
  }

  /// The TPM would refuse it as well, in words that nobody understands.
  private void refuseUnlessApproved(Approval approval, Authority known, KeyringName ring)
      throws RefusedException {
    if (!approval.ring().equals(ring)) {
      throw new RefusedException(
          approvalFile + " is for the keyring '" + approval.ring() + "', not '" + ring + "'",
          "have that TPM approved for this keyring");
    }
    if (!approval.isOf(known)) {
      throw new RefusedException(
          approvalFile + " is not signed by this authority",
          "name the authority's public key that is at the signer's; if it is that, somebody made"
              + " the approval up");
    }
  }

  private GenerationLabel find(KeyringName ring, List<String> labels) throws RefusedException {
    return labels.stream()
        .map(GenerationLabel::parse)
        .flatMap(Optional::stream)
        .filter(label -> label.keyring().equals(ring) && label.generation() == generation)
        .findFirst()
        .orElseThrow(() ->
            new RefusedException(
                "there is no generation " + generation + " of '" + ring + "' in this store",
                "see which there are: keelson kek list --config FILE"));
  }

  private void recordFirst(KeelsonConfig config, GenerationLabel label, Approval approval)
      throws Exception {
    var details =
        Details.NONE
            .with(Detail.LABEL, label.toString())
            .with(Detail.TO, approval.area().name())
            .with(Detail.FILE, out.toString());
    AdminLedger.record(config, DeedKind.DUPLICATE, "", details);
  }
}
