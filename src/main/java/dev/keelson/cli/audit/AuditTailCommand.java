package dev.keelson.cli.audit;

import dev.keelson.cli.ExitCode;
import dev.keelson.cli.OutputOption;
import dev.keelson.ledger.Entry;
import dev.keelson.ledger.FileLedgerReader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `keelson audit tail`.
@Command(
    name = "tail",
    description = "Shows the last entries of the ledger, and with --follow those that come.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  keelson audit tail --config keelson.yaml -n 20",
      "  keelson audit tail --config keelson.yaml --follow -o json | jq .deed"
    },
    exitCodeList = {
      ExitCode.VIOLATION + ":there is no ledger, or a line that is not whole",
      ExitCode.UNAVAILABLE + ":the ledger cannot be read now"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class AuditTailCommand implements Callable<Integer> {
  private static final long POLL_MILLIS = 300;

  @Mixin private LedgerOption ledger;

  @Option(
      names = "-n",
      paramLabel = "N",
      defaultValue = "10",
      description = "how many entries (${DEFAULT-VALUE})")
  private long count;

  @Option(
      names = {"-f", "--follow"},
      description = "go on with what is written from now on, until interrupted")
  private boolean follow;

  @Mixin private OutputOption output;
  @Spec private CommandSpec spec;

  private long next;

  @Override
  public Integer call() throws Exception {
    if (count < 0) {
      throw new ParameterException(spec.commandLine(), "-n is 0 or more");
    }
    var reader = new FileLedgerReader(ledger.dir());
    var printer = new EntryPrinter(spec.commandLine().getOut(), output.format());
    next = Math.max(1, reader.size() - count + 1);
    show(reader, printer);
    try {
      while (follow) {
        Thread.sleep(POLL_MILLIS);
        show(reader, printer);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.OK;
  }

  private void show(FileLedgerReader reader, EntryPrinter printer) throws Exception {
    reader.read(
        next,
        (Entry entry) -> {
          next = entry.sequence() + 1;
          printer.print(entry);
          return true;
        });
  }
}
