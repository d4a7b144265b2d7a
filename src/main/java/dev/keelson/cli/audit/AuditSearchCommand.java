package dev.keelson.cli.audit;

import dev.keelson.cli.ExitCode;
import dev.keelson.cli.OutputOption;
import dev.keelson.ledger.Entry;
import dev.keelson.ledger.FileLedgerReader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `keelson audit search`.
@Command(
    name = "search",
    description = "Shows the entries that fit every option given, from the oldest on.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  keelson audit search --config keelson.yaml --deed rotate,destroy",
      "  keelson audit search --dir /backup/ledger --key-id prod-7- --since 2026-11-01 -o json"
    },
    exitCodeList = {
      ExitCode.VIOLATION + ":there is no ledger, or a line that is not whole",
      ExitCode.UNAVAILABLE + ":the ledger cannot be read now"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class AuditSearchCommand implements Callable<Integer> {
  @Mixin private LedgerOption ledger;
  @Mixin private EntryFilter filter;
  @Mixin private OutputOption output;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var printer = new EntryPrinter(spec.commandLine().getOut(), output.format());
    new FileLedgerReader(ledger.dir())
        .read(
            1,
            (Entry entry) -> {
              if (filter.test(entry)) {
                printer.print(entry);
              }
              return true;
            });
    return ExitCode.OK;
  }
}
