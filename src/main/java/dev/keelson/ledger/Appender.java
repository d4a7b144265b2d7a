package dev.keelson.ledger;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Chains deeds and appends them, many with one fsync.
final class Appender implements AutoCloseable {
  private final LedgerSettings settings;
  private final LedgerDir dir;
  private final Tail tail;
  private final InstantSource clock;

  Appender(LedgerSettings settings, Disk disk, InstantSource clock) {
    this.settings = settings;
    this.dir = new LedgerDir(settings.dir());
    this.tail = new Tail(dir, disk, settings.maxFileBytes());
    this.clock = clock;
  }

  Head head() {
    return tail.head();
  }

  /// Returns when all of them are on the disk; none is when it throws.
  void append(List<Stamped> deeds) throws LedgerException {
    try {
      dir.create();
      try (var _ = LedgerLock.toAppend(dir, settings.patience())) {
        List<Torn> torn = tail.catchUp();
        write(withRepairs(torn, deeds));
      }
    } catch (IOException e) {
      throw new LedgerException.Unusable(settings.dir(), e);
    }
  }

  /// Repairs come first: the files of what was torn bear the numbers of the next entries.
  private List<Stamped> withRepairs(List<Torn> torn, List<Stamped> deeds) {
    List<Stamped> all = new ArrayList<>();
    torn.forEach(one -> all.add(new Stamped(clock.instant(), one.repair(), 1)));
    all.addAll(deeds);
    return all;
  }

  private void write(List<Stamped> deeds) throws IOException {
    if (deeds.isEmpty()) {
      return;
    }
    var lines = new ByteArrayOutputStream();
    Head head = tail.head();
    for (Stamped deed : deeds) {
      long sequence = head.size() + 1;
      byte[] line =
          new Entry(sequence, deed.time(), deed.deed(), deed.count(), head.hash()).encode();
      lines.writeBytes(line);
      lines.write('\n');
      head = new Head(sequence, ChainHash.of(line));
    }
    tail.append(lines.toByteArray(), head);
  }

  @Override
  public void close() throws LedgerException {
    try {
      tail.close();
    } catch (IOException e) {
      throw new LedgerException.Unusable(settings.dir(), e);
    }
  }
}
