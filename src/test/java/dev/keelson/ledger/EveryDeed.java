package dev.keelson.ledger;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A ledger of ten thousand entries with every deed, result and detail that there is: one in the
/// first file, which checkpoints tell of, and two hundred in each other.
public final class EveryDeed {
  static final int ENTRIES = 10_000;
  private static final int IN_A_FILE = 200;

  private EveryDeed() {}

  /// Not fsynced: it takes a second.
  public static Path write(Path dir) throws LedgerException {
    LedgerSettings settings = LedgerFixture.settings(dir).withMaxFileBytes(1);
    try (var appender = new Appender(settings, Disk::fill, LedgerFixture.CLOCK)) {
      for (int from = 0, to = 1;
          from < ENTRIES;
          from = to, to = Math.min(ENTRIES, to + IN_A_FILE)) {
        List<Stamped> deeds = new ArrayList<>();
        for (int i = from; i < to; i++) {
          deeds.add(stamped(i, appender.head()));
        }
        appender.append(deeds);
      }
    }
    return settings.dir();
  }

  private static Stamped stamped(int i, Head head) {
    Deed deed = deed(i, head);
    int count = deed.kind() == DeedKind.DECRYPT ? 1 + i % 3 : 1;
    return new Stamped(LedgerFixture.NOON.plusMillis(37L * i), deed, count);
  }

  private static Deed deed(int i, Head head) {
    DeedKind kind = nth(DeedKind.values(), i);
    if (kind == DeedKind.CHECKPOINT) {
      return Deed.of(kind, Details.NONE.with(Detail.NOTE, note(head)));
    }
    Detail detail = nth(Detail.values(), i);
    Result result = nth(Result.values(), i / DeedKind.values().length);
    return Deed.of(kind, Details.NONE.with(detail, "\"" + i + "\" für \\ 'x'"))
        .on(new Call("call-" + i, new Peer(i % 5, 4711), LedgerFixture.KEY))
        .ended(result, Duration.ofNanos(1000L * i));
  }

  private static <T> T nth(T[] all, int i) {
    return all[i % all.length];
  }

  /// Signed by nobody.
  static String note(Head head) {
    return Checkpoint.text(new Origin("test"), head) + "\n— nobody AAAAAAAA\n";
  }
}
