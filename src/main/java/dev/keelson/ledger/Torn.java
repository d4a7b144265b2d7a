package dev.keelson.ledger;

import java.nio.file.Path;

/// What a crash left of an entry that nobody was told is written: cut off, and kept in a file.
record Torn(Path file, long bytes, ChainHash hash) {
  Deed repair() {
    return Deed.of(
        DeedKind.REPAIR,
        Details.NONE
            .with(Detail.FILE, String.valueOf(file.getFileName()))
            .with(Detail.LENGTH, bytes)
            .with(Detail.SHA256, hash.hex()));
  }
}
