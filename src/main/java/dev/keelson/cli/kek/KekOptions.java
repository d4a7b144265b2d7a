package dev.keelson.cli.kek;

import dev.keelson.Daemon;
import dev.keelson.cli.AdminLedger;
import dev.keelson.cli.ForcePinOption;
import dev.keelson.cli.OutputOption;
import dev.keelson.config.ConfigFile;
import dev.keelson.config.KeelsonConfig;
import dev.keelson.kek.KekId;
import dev.keelson.ledger.DeedKind;
import dev.keelson.ledger.Detail;
import dev.keelson.ledger.Details;
import dev.keelson.ledger.LedgerException;
import dev.keelson.token.KekAdmin;
import dev.keelson.token.KekEntry;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What every `keelson kek` command takes.
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class KekOptions {
  @Option(
      names = {"-c", "--config"},
      required = true,
      paramLabel = "FILE",
      description = "the daemon's configuration: module, token, PIN and keyring are those of it")
  private Path config;

  @Mixin private OutputOption output;

  @Mixin private ForcePinOption forcePin;

  KeelsonConfig read() throws Exception {
    return ConfigFile.read(config);
  }

  KekAdmin login(KeelsonConfig read) throws Exception {
    var surroundings = Daemon.surroundings(read, forcePin.risk());
    try (var pin = read.pin().read()) {
      return KekAdmin.open(surroundings, Daemon.wanted(read), pin);
    }
  }

  /// Records what became of a generation.
  void record(KeelsonConfig read, DeedKind deed, KekEntry made) throws LedgerException {
    String name = made.id().map(KekId::toString).orElse("");
    AdminLedger.record(read, deed, name, Details.NONE.with(Detail.LABEL, made.label().toString()));
  }

  void print(List<KekEntry> entries) {
    printRows(rows(entries));
  }

  List<KekRow> rows(List<KekEntry> entries) {
    Instant now = InstantSource.system().instant();
    return entries.stream().map(entry -> KekRow.of(entry, now)).toList();
  }

  void printRows(List<KekRow> rows) {
    output.print(rows, () -> KekRow.table(rows).toString());
  }

  OutputOption output() {
    return output;
  }
}
