import dev.keelson.cli.probe.ProgressLine;
import dev.keelson.ledger.Call;
import dev.keelson.ledger.Deed;
import dev.keelson.ledger.DeedKind;
import dev.keelson.ledger.Details;
import dev.keelson.ledger.FileLedger;
import dev.keelson.ledger.LedgerSettings;
import dev.keelson.ledger.LedgerWriter;
import dev.keelson.ledger.Peer;
import dev.keelson.ledger.Result;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.stream.Stream;

/// Writes a ledger of so many MiB, of encrypts, as a daemon does.
///
/// Arguments: its directory, and how many.
final class LedgerFill {
  private static final int AT_A_TIME = 8_000;
  private static final String KEY_ID = "prod/7/0123456789abcdef0123456789abcdef";

  private LedgerFill() {}

  public static void main(String[] args) throws Exception {
    Path dir = Path.of(args[0]);
    int wanted = Integer.parseInt(args[1]);
    try (var ledger = FileLedger.open(LedgerSettings.in(dir), InstantSource.system());
        var line = new ProgressLine(new PrintWriter(System.err), System::nanoTime, "MiB written")) {
      LedgerWriter writer = ledger.writer(LedgerWriter.Mode.BEST_EFFORT);
      for (int call = 0, mib = 0; mib < wanted; call += AT_A_TIME, mib = mebibytes(dir)) {
        for (int i = 0; i < AT_A_TIME; i++) {
          writer.record(encrypt(call + i));
        }
        while (ledger.health().lag() > 0) {
          Thread.sleep(1);
        }
        if (ProgressLine.errIsTerminal()) {
          line.done(mib, wanted);
        }
      }
      if (ledger.health().lost() > 0) {
        throw new IllegalStateException(ledger.health().toString());
      }
    }
  }

  private static Deed encrypt(int call) {
    return Deed.of(DeedKind.ENCRYPT, Details.NONE)
        .on(new Call(new UUID(0x5eed, call).toString(), new Peer(0, 4711), KEY_ID))
        .ended(Result.OK, Duration.ofNanos(586_000L + call));
  }

  private static int mebibytes(Path dir) throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      long bytes = 0;
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
      return Math.toIntExact(bytes >> 20);
    }
  }
}
