package dev.keelson.cli.audit;

import dev.keelson.cli.ExitCode;
import dev.keelson.cli.OutputOption;
import dev.keelson.cli.probe.ProgressLine;
import dev.keelson.ledger.LedgerProgress;
import dev.keelson.ledger.LedgerVerifier;
import dev.keelson.ledger.MalformedNoteException;
import dev.keelson.ledger.NoteKey;
import dev.keelson.ledger.Verification;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `keelson audit verify`.
@Command(
    name = "verify",
    description =
        "Looks whether any entry of the ledger was changed, removed or moved. With a checkpoint that"
            + " was kept elsewhere it also finds a tail that was cut off or written anew.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  keelson audit verify --config keelson.yaml --public-key ledger.pem",
      "  keelson audit verify --dir /backup/ledger --public-key ledger.pem --checkpoint kept"
    },
    exitCodeList = {
      ExitCode.OK + ":nothing is wrong",
      ExitCode.VIOLATION + ":a line is named in which something is, or there is no ledger",
      ExitCode.UNAVAILABLE + ":the ledger cannot be read now"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class AuditVerifyCommand implements Callable<Integer> {
  @Mixin private LedgerOption ledger;

  @Option(
      names = "--from",
      paramLabel = "N",
      description = "the first entry, when older files are archived")
  private long from;

  @Option(names = "--to", paramLabel = "N", description = "the last entry")
  private long to = Long.MAX_VALUE;

  @Option(
      names = "--public-key",
      paramLabel = "PEM",
      description = "a file with the key of the checkpoints, Ed25519 or P-256; may be repeated")
  private List<Path> keys = List.of();

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description = "a checkpoint that was kept elsewhere; may be repeated")
  private List<Path> checkpoints = List.of();

  @Mixin private OutputOption output;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Verification verification = verify();
    output.print(VerifyReport.of(verification), () -> text(verification));
    return verification.good() ? ExitCode.OK : ExitCode.VIOLATION;
  }

  private Verification verify() throws Exception {
    if (!ProgressLine.errIsTerminal()) {
      return verify(LedgerProgress.NONE);
    }
    PrintWriter err = spec.commandLine().getErr();
    try (var line = new ProgressLine(err, System::nanoTime, VerifyProgress.UNIT)) {
      return verify(new VerifyProgress(line));
    }
  }

  private Verification verify(LedgerProgress progress) throws Exception {
    return new LedgerVerifier(ledger.dir(), keys(), checkpoints, progress).verify(range());
  }

  private LedgerVerifier.Range range() {
    try {
      return new LedgerVerifier.Range(from, to);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--from, --to: " + e.getMessage(), e);
    }
  }

  private List<NoteKey> keys() {
    List<NoteKey> read = new ArrayList<>();
    for (Path file : keys) {
      try {
        read.add(NoteKey.ofPem(Files.readString(file)));
      } catch (IOException | MalformedNoteException e) {
        throw new ParameterException(
            spec.commandLine(), "--public-key " + file + ": " + e.getMessage(), e);
      }
    }
    return read;
  }

  private String text(Verification found) {
    if (!found.good()) {
      return found.violations().stream().map(Object::toString).collect(Collectors.joining("\n"));
    }
    String signed =
        keys.isEmpty()
            ? "no signature looked at: there is no --public-key"
            : found.signatures() + " good signatures";
    return "entries "
        + found.first()
        + " to "
        + found.last()
        + ": good; "
        + found.checkpoints()
        + " checkpoints compared, "
        + signed;
  }
}
