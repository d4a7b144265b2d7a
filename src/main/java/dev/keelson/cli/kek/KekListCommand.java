package dev.keelson.cli.kek;

import dev.keelson.cli.ExitCode;
import dev.keelson.token.KekEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `keelson kek list`.
@Command(
    name = "list",
    description =
        "Shows every generation of the keyring on the token: its state, its age since the"
            + " activation, and what its attributes say against it.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  keelson kek list --config keelson.yaml",
      "  keelson kek list --config keelson.yaml -o json | jq -r '.[] | select(.state == \"active\")"
          + " | .key_id_hash'"
    },
    exitCodeList = {
      ExitCode.OK + ":every key is fit",
      ExitCode.VIOLATION + ":there is none, or one that is not fit"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class KekListCommand implements Callable<Integer> {
  @Mixin private KekOptions options;

  @Override
  public Integer call() throws Exception {
    try (var admin = options.login(options.read())) {
      List<KekEntry> entries = admin.list();
      List<KekRow> rows = new ArrayList<>(options.rows(entries));
      admin.unfinished().forEach(key -> rows.add(KekRow.of(key)));
      options.output().print(rows, () -> KekRow.table(rows) + gaps(entries).toString());
      boolean fit = entries.stream().allMatch(entry -> entry.faults().isEmpty());
      return fit && !entries.isEmpty() ? ExitCode.OK : ExitCode.VIOLATION;
    }
  }

  private static Gaps gaps(List<KekEntry> entries) {
    SortedSet<Integer> numbers = new TreeSet<>();
    entries.forEach(entry -> numbers.add(entry.label().generation()));
    return Gaps.of(numbers);
  }
}
