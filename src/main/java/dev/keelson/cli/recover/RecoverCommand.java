package dev.keelson.cli.recover;

import dev.keelson.cli.ExitCode;
import dev.keelson.cli.OutputOption;
import dev.keelson.cli.RefusedException;
import dev.keelson.cli.Typing;
import dev.keelson.cli.probe.Progress;
import dev.keelson.cli.probe.ProgressLine;
import dev.keelson.config.ConfigFile;
import dev.keelson.config.KeelsonConfig;
import dev.keelson.config.RecipientPlace;
import dev.keelson.kek.KekId;
import dev.keelson.recovery.Recipient;
import dev.keelson.recovery.SealedSeed;
import dev.keelson.recovery.StoredValue;
import dev.keelson.token.RecipientKey;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `keelson recover`.
@Command(
    name = "recover",
    description =
        "Opens the recovery copies in a dump of etcd with a recipient's key, and reports what they"
            + " open. With --config and --to it also seals each seed anew, and writes the values that"
            + " a script puts back. It never writes to etcd. docs/recovery.md is its manual.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  etcdctl get --prefix /registry -w json > values.json",
      "  keelson recover --from values.json --recipient-config safe.yaml \\",
      "      --recipient-key recovery --reason rehearsal",
      "  keelson recover --from values.json --recipient-config safe.yaml \\",
      "      --recipient-key recovery --reason 'HSM lost' --config keelson.yaml --to recovered"
    },
    exitCodeList = {
      ExitCode.OK + ":every value that Keelson sealed is recovered",
      ExitCode.VIOLATION + ":some are not: the report tells which"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class RecoverCommand implements Callable<Integer> {
  @Option(
      names = "--from",
      required = true,
      paramLabel = "FILE",
      description = "what etcdctl get --prefix /registry -w json printed")
  private Path from;

  @Mixin private RecipientOptions recipient;

  @ArgGroup(exclusive = false)
  private @Nullable RecoverTarget target;

  @Option(
      names = "--provider",
      paramLabel = "NAME",
      description = "only values of this provider of the API server's encryption configuration")
  private @Nullable String provider;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "why, for the record")
  private String reason;

  @Option(names = "--yes", description = "do not ask before the first copy is opened")
  private boolean yes;

  @Mixin private OutputOption output;
  @Mixin private Typing typing;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (!ProgressLine.errIsTerminal()) {
      return recover(Progress.NONE);
    }
    var err = spec.commandLine().getErr();
    try (var line = new ProgressLine(err, System::nanoTime, CountingStream.UNIT)) {
      return recover(line);
    }
  }

  private int recover(Progress progress) throws Exception {
    RecipientPlace place = recipient.read();
    Optional<KeelsonConfig> next = next();
    var survey = new Survey(from, Optional.ofNullable(provider), progress);
    survey.lookForSeeds();
    confirm(survey);
    var record = new RecoverRecord(place.stateDir(), reason);
    try (Opening opening = open(survey, place, record)) {
      var tally = new Tally();
      Optional<KekId> by = Optional.empty();
      try {
        by = prove(survey, opening, new Work(next, tally));
      } finally {
        record.end(opening, tally, by);
      }
      RecoverReport report = tally.report(survey, opening);
      output.print(report, () -> text(report));
      return report.good() ? ExitCode.OK : ExitCode.VIOLATION;
    }
  }

  /// Everything about the target that can be refused is, before a copy is opened.
  private Optional<KeelsonConfig> next() throws Exception {
    if (target == null) {
      return Optional.empty();
    }
    RecoveredDir.requireAbsent(target.dir());
    return Optional.of(ConfigFile.read(target.config()));
  }

  private void confirm(Survey survey) throws Exception {
    if (survey.seeds().isEmpty()) {
      throw new RefusedException(
          "no value of " + from + " was sealed by Keelson", "look at the dump, and at --provider");
    }
    typing.say(
        survey.values()
            + " values under "
            + survey.seeds().size()
            + " seeds, sealed by "
            + String.join(", ", survey.keyIds()));
    if (!yes) {
      String label = recipient.label();
      typing.requireTypedBack(label, "type " + label + " to open their recovery copies with it");
    }
  }

  private Opening open(Survey survey, RecipientPlace place, RecoverRecord record) throws Exception {
    try (RecipientKey key = recipient.open(place)) {
      Recipient owner = owner(key);
      record.begin(survey, owner.fingerprint());
      return Opening.of(survey.seeds().keySet(), owner, key);
    }
  }

  private static Recipient owner(RecipientKey key) throws RefusedException {
    try {
      return Recipient.of(key.publicKey());
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          "the recipient's key is " + e.getMessage(), "no copy was ever made for it: name another");
    }
  }

  /// @param next under whose keyring the seeds are sealed anew
  private record Work(Optional<KeelsonConfig> next, Tally tally) {}

  private Optional<KekId> prove(Survey survey, Opening opening, Work work) throws Exception {
    if (work.next().isEmpty() || target == null) {
      survey.forEach((key, value) -> proved(key, value, opening, work.tally()));
      return Optional.empty();
    }
    var again = Resealing.of(opening, work.next().get(), recipient.risk());
    try (var dir = RecoveredDir.begin(target.dir())) {
      survey.forEach((key, value) -> {
        if (proved(key, value, opening, work.tally())) {
          dir.add(key, again.resealed(value).orElseThrow());
          work.tally().written();
        }
      });
      dir.finish();
    }
    return Optional.of(again.by());
  }

  /// Anybody can make a copy that opens; only the API server made data that opens with its seed.
  private static boolean proved(byte[] key, StoredValue value, Opening opening, Tally tally) {
    SealedSeed sealed = value.seed();
    var seed = opening.seed(sealed);
    if (seed.isEmpty()) {
      return false;
    }
    boolean good = value.opensWith(seed.get(), key);
    if (good) {
      tally.proven(sealed);
    } else {
      tally.unproven(sealed);
    }
    return good;
  }

  private String text(RecoverReport report) {
    String written =
        target == null
            ? ""
            : "\nwritten: "
                + report.written()
                + " values; with every API server stopped, put them back: "
                + target.dir().resolve("restore.sh");
    return report.text() + written;
  }
}
