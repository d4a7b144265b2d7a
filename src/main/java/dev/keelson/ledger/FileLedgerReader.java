package dev.keelson.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Reads a ledger's files, also while another process appends. Used by one thread.
public final class FileLedgerReader implements LedgerReader {
  /// Where it stopped, so that who follows a ledger does not read all of a file each time.
  private record Place(LedgerFile file, long offset, long next) {}

  private final LedgerDir dir;
  private Optional<Place> place = Optional.empty();

  public FileLedgerReader(Path dir) {
    this.dir = new LedgerDir(dir);
  }

  @Override
  public void read(long from, Predicate<Entry> visitor) throws LedgerException {
    try {
      for (Snapshot.Part part : Snapshot.of(dir).from(from)) {
        if (!read(part, from, visitor)) {
          return;
        }
      }
    } catch (IOException e) {
      throw new LedgerException.Unusable(dir.path(), e);
    }
  }

  private boolean read(Snapshot.Part part, long from, Predicate<Entry> visitor)
      throws IOException, LedgerException {
    long start =
        place
            .filter(known -> known.file().equals(part.file()) && known.next() == from)
            .map(Place::offset)
            .orElse(0L);
    try (Lines lines = Lines.of(part.file().path(), start, part.size())) {
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        if (!line.get().finished()) {
          return true; // a crash left it, and the next append cuts it off
        }
        Entry entry = parse(part.file(), line.get());
        place = Optional.of(new Place(part.file(), lines.offset(), entry.sequence() + 1));
        if (entry.sequence() >= from && !visitor.test(entry)) {
          return false;
        }
      }
      return true;
    }
  }

  private static Entry parse(LedgerFile file, RawLine line) throws LedgerException {
    try {
      return line.parse();
    } catch (MalformedLineException e) {
      throw new LedgerException.Damaged(
          file.path(), "line " + line.number() + ": " + e.getMessage());
    }
  }

  @Override
  public long size() throws LedgerException {
    try {
      List<Snapshot.Part> parts = Snapshot.of(dir).parts();
      for (Snapshot.Part part : parts.reversed()) {
        try (var channel = FileChannel.open(part.file().path(), StandardOpenOption.READ)) {
          long whole = TailFile.lineStart(channel, part.size());
          if (whole > 0) {
            return TailFile.head(part.file().path(), channel, whole).size();
          }
        }
      }
      return 0;
    } catch (IOException e) {
      throw new LedgerException.Unusable(dir.path(), e);
    }
  }
}
