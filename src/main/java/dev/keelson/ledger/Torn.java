package dev.keelson.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// What a crash left of an entry that nobody was told is written: cut off, and kept in a file.
///
/// The file is named after the entry that tells of it, which is the next to be written. So the
/// directory itself says whether it was, and no crash in between can make anybody forget it.
record Torn(Path file, long bytes, ChainHash hash) {
  /// Those of which a ledger of so many entries does not tell yet, in the order of their entries.
  static List<Torn> unrecorded(LedgerDir dir, long size) throws IOException {
    List<Torn> found = new ArrayList<>();
    Path next = dir.torn(size + 1);
    while (Files.isRegularFile(next, LinkOption.NOFOLLOW_LINKS)) {
      found.add(read(next));
      next = dir.torn(size + 1 + found.size());
    }
    return found;
  }

  private static Torn read(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new Torn(file, channel.size(), TailFile.hash(channel, 0));
    }
  }

  Deed repair() {
    return Deed.of(
        DeedKind.REPAIR,
        Details.NONE
            .with(Detail.FILE, String.valueOf(file.getFileName()))
            .with(Detail.LENGTH, bytes)
            .with(Detail.SHA256, hash.hex()));
  }
}
