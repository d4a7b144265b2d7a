package dev.keelson.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The files of a ledger and how long each is while nobody appends.
record Snapshot(List<Part> parts) {
  /// One file, and as much of it as is whole.
  record Part(LedgerFile file, long size) {}

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  static Snapshot of(LedgerDir dir) throws IOException, LedgerException {
    try (var _ = LedgerLock.toLook(dir, PATIENCE)) {
      List<Part> parts = new ArrayList<>();
      for (LedgerFile file : dir.files()) {
        parts.add(new Part(file, Files.size(file.path())));
      }
      return new Snapshot(List.copyOf(parts));
    }
  }

  /// From the file that has this entry, or would have it.
  List<Part> from(long sequence) {
    int first = 0;
    for (int i = 1; i < parts.size() && parts.get(i).file().first() <= sequence; i++) {
      first = i;
    }
    return parts.subList(first, parts.size());
  }
}
