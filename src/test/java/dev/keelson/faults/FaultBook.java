package dev.keelson.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The table of `docs/faults.md`, written by the run that it tells of.
final class FaultBook {
  private static final Path DOCS = Path.of("docs/faults.md");
  private static final Path LATEST = Path.of("target/faults.md");
  private static final String HEAD =
      """
      # Faults that Keelson survives

      Each row is a test that runs with every `./keelson test`, against a real SoftHSM behind a
      PKCS#11 module that fails on demand (`src/test/native`), under load: every answer is compared,
      and no fault has ever made one wrong. The time is from the end of the fault until Status is
      good and a seed is sealed and opened, in the run that wrote this file, on two shared cores.
      To write it anew: `KEELSON_FAULT_BOOK=write ./keelson test -Dtest=FaultsTest`.

      | fault | what is done | a caller sees | serves again after |
      |---|---|---|---|
      """;

  private static final String TAIL =
      """

      Played elsewhere: 110 s without a token while the API server's own code writes on
      (`src/conformance`); kill -9 at each step of the commands that change a token
      (`KilledAdminTest`); the clock set an hour on or back (`ClockJumpTest`); a
      standby with other keys (`FailoverTest`); a thousand starts with a wrong PIN (`PinFuseTest`); a
      fault every 30 s for as long as wanted (`src/soak`).

      Not noticed in the call: a token that opens an envelope to other bytes of the same length. The
      canary notices within its interval, and the API server's own cipher refuses such a seed.
      """;

  private record Row(FaultCase fault, Duration time) {
    String text() {
      return String.format(
          Locale.ROOT,
          "| %s | %s | %s | %.1f s |",
          fault.name(),
          fault.injected(),
          fault.seen(),
          time.toMillis() / 1_000.0);
    }
  }

  private final List<Row> rows = new ArrayList<>();

  synchronized void add(FaultCase fault, Duration time) {
    rows.add(new Row(fault, time));
  }

  int size() {
    return rows.size();
  }

  /// Into `target`, and into the documentation when that is wanted.
  void write() throws IOException {
    String text = HEAD + String.join("\n", rows.stream().map(Row::text).toList()) + "\n" + TAIL;
    Files.writeString(LATEST, text);
    if ("write".equals(System.getenv("KEELSON_FAULT_BOOK"))) {
      Files.createDirectories(DOCS.getParent());
      Files.writeString(DOCS, text);
    }
  }

  /// Whether the documentation tells of the same faults; times differ from run to run.
  static List<String> documented() throws IOException {
    return Files.readAllLines(DOCS).stream()
        .filter(line -> line.endsWith(" s |"))
        .map(FaultBook::withoutTime)
        .toList();
  }

  List<String> played() {
    return rows.stream().map(Row::text).map(FaultBook::withoutTime).toList();
  }

  private static String withoutTime(String row) {
    return row.substring(0, row.lastIndexOf('|', row.length() - 2));
  }
}
