package dev.keelson.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/// Looks at a ledger without believing any of it.
///
/// What it cannot find: that entries after the newest checkpoint it is given were cut off at the
/// end, or written anew by somebody who may write to the files.
public final class LedgerVerifier {
  /// Which entries; `from` 0 is from the beginning, which must be there.
  public record Range(long from, long to) {
    public static final Range ALL = new Range(0, Long.MAX_VALUE);

    public Range {
      if (from < 0 || to < 1 || to < from) {
        throw new IllegalArgumentException("a range is from an entry to a later one");
      }
    }
  }

  /// Lines that are parsed at a time, by all processors; whether each follows the one before it is
  /// then looked at in turn.
  private static final int BATCH = 512;

  private final LedgerDir dir;
  private final List<NoteKey> keys;
  private final List<Path> kept;
  private final LedgerProgress progress;

  /// @param keys of the checkpoints; without any, signatures are not looked at
  /// @param kept checkpoint files from elsewhere
  public LedgerVerifier(Path dir, List<NoteKey> keys, List<Path> kept, LedgerProgress progress) {
    this.dir = new LedgerDir(dir);
    this.keys = List.copyOf(keys);
    this.kept = List.copyOf(kept);
    this.progress = progress;
  }

  public Verification verify(Range range) throws LedgerException {
    try {
      var chain = new ChainCheck(range, new CheckpointCheck(keys));
      for (Path file : checkpointFiles()) {
        keep(chain, file);
      }
      read(chain, range);
      return chain.end();
    } catch (IOException e) {
      throw new LedgerException.Unusable(dir.path(), e);
    }
  }

  private List<Path> checkpointFiles() {
    List<Path> files = new ArrayList<>(kept);
    if (Files.exists(dir.checkpoint())) {
      files.add(dir.checkpoint());
    }
    return files;
  }

  private static void keep(ChainCheck chain, Path file) throws IOException {
    String name = file.toString();
    try {
      chain.keep(name, Checkpoint.read(file));
    } catch (MalformedNoteException e) {
      chain.violation(name, 0, e.getMessage());
    } catch (NoSuchFileException _) {
      chain.violation(name, 0, "there is no such checkpoint");
    }
  }

  private void read(ChainCheck chain, LedgerVerifier.Range range)
      throws IOException, LedgerException {
    Snapshot snapshot = Snapshot.of(dir);
    List<Snapshot.Part> parts = range.from() == 0 ? snapshot.parts() : snapshot.from(range.from());
    long total = parts.stream().mapToLong(Snapshot.Part::size).sum();
    long before = 0;
    for (Snapshot.Part part : parts) {
      long done = before;
      read(chain, part, offset -> progress.looked(done + offset, total));
      before += part.size();
    }
  }

  private static void read(ChainCheck chain, Snapshot.Part part, LongConsumer looked)
      throws IOException {
    if (chain.isOver()) {
      return;
    }
    chain.file(part.file());
    try (Lines lines = Lines.of(part.file().path(), 0, part.size())) {
      for (var some = lines.next(BATCH); !some.isEmpty(); some = lines.next(BATCH)) {
        for (LineReading reading : some.parallelStream().map(LineReading::of).toList()) {
          if (chain.isOver()) {
            return;
          }
          chain.line(reading);
        }
        looked.accept(lines.offset());
      }
    }
  }
}
