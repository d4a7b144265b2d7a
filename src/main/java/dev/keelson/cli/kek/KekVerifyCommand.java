package dev.keelson.cli.kek;

import dev.keelson.cli.ExitCode;
import dev.keelson.cli.TextTable;
import dev.keelson.token.KekProof;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `keelson kek verify`.
@Command(
    name = "verify",
    description =
        "Tries every generation: seals and opens a random seed in the token, and compares the key's"
            + " fingerprint with the one that was written on it when it was made.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  keelson kek verify --config keelson.yaml",
      "  Does the second HSM hold the same keys?",
      "    keelson kek list --config first.yaml -o json > first.json",
      "    keelson kek verify --config second.yaml --against first.json"
    },
    exitCodeList = {
      ExitCode.OK + ":every generation seals, opens, and is the key that it was",
      ExitCode.VIOLATION + ":one does not, or there is none"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class KekVerifyCommand implements Callable<Integer> {
  private static final List<String> HEAD =
      List.of("KEY_ID", "SEALS_AND_OPENS", "FINGERPRINT", "AGAINST");

  @Mixin private KekOptions options;

  @Option(
      names = "--against",
      paramLabel = "FILE",
      description = "what keelson kek list -o json told before, or on another token")
  private @Nullable Path against;

  @Override
  public Integer call() throws Exception {
    var before = against == null ? null : KekRecord.read(against);
    try (var admin = options.login(options.read())) {
      List<KekVerdict> verdicts = new ArrayList<>();
      for (KekProof proof : admin.verify()) {
        verdicts.add(KekVerdict.of(proof, before));
      }
      if (before != null) {
        verdicts.addAll(before.missing(verdicts));
      }
      options
          .output()
          .print(
              verdicts,
              () ->
                  new TextTable(HEAD, verdicts.stream().map(KekVerdict::cells).toList())
                      .toString());
      boolean good = !verdicts.isEmpty() && verdicts.stream().allMatch(KekVerdict::good);
      return good ? ExitCode.OK : ExitCode.VIOLATION;
    }
  }
}
