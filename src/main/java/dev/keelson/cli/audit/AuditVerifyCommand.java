package dev.keelson.cli.audit;

import dev.keelson.cli.ExitCode;
import dev.keelson.cli.OutputFormat;
import dev.keelson.cli.OutputOption;
import dev.keelson.ledger.LedgerVerifier;
import dev.keelson.ledger.MalformedNoteException;
import dev.keelson.ledger.NoteKey;
import dev.keelson.ledger.Verification;
import java.io.Console;
import java.io.IOException;
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

  private long shown = -1;

  @Override
  public Integer call() throws Exception {
    var verifier = new LedgerVerifier(ledger.dir(), keys(), checkpoints, this::progress);
    Verification verification = verifier.verify(range());
    output.print(VerifyReport.of(verification), () -> text(verification));
    return verification.good() ? ExitCode.OK : ExitCode.VIOLATION;
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

  /// For people only: a gigabyte takes a while.
  @SuppressWarnings(
      "SystemConsoleNull") // JDK 25 went back to null without a terminal (JDK-8351435)
  private void progress(long percent) {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      return;
    }
    if (percent == shown || output.format() == OutputFormat.JSON) {
      return;
    }
    shown = percent;
    spec.commandLine().getErr().print("\r" + percent + " %\r");
    spec.commandLine().getErr().flush();
  }
}
