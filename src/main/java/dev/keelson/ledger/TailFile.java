package dev.keelson.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/// The end of one file, read backwards.
final class TailFile {
  private static final int CHUNK = 8 * 1024;

  private TailFile() {}

  /// Where the line begins that ends before `end`: after the newline before it, or at 0.
  static long lineStart(FileChannel file, long end) throws IOException {
    for (long to = end; to > 0; to = Math.max(0, to - CHUNK)) {
      int length = (int) Math.min(CHUNK, to);
      byte[] chunk = bytes(file, to - length, length);
      for (int i = length - 1; i >= 0; i--) {
        if (chunk[i] == '\n') {
          return to - length + i + 1;
        }
      }
    }
    return 0;
  }

  /// The head that the last whole line makes, which ends before `end`.
  static Head head(Path path, FileChannel file, long end) throws IOException, LedgerException {
    long start = lineStart(file, end - 1);
    if (end - 1 - start > Entry.MAX_BYTES) {
      throw new LedgerException.Damaged(path, "the last line is too long");
    }
    byte[] line = bytes(file, start, (int) (end - 1 - start));
    try {
      return new Head(Entry.parse(line).sequence(), ChainHash.of(line));
    } catch (MalformedLineException e) {
      throw new LedgerException.Damaged(path, "the last line: " + e.getMessage());
    }
  }

  /// Of everything from there on.
  static ChainHash hash(FileChannel file, long from) throws IOException {
    MessageDigest digest = ChainHash.sha256();
    forEachChunk(file, from, digest::update);
    return new ChainHash(HexFormat.of().formatHex(digest.digest()));
  }

  /// Copies what comes after `from` to a file of its own, and cuts it off then. A crash between the
  /// two leaves both, and the same bytes need no second copy.
  static void cut(LedgerDir dir, FileChannel file, long from, long entries) throws IOException {
    ChainHash hash = hash(file, from);
    List<Torn> kept = Torn.unrecorded(dir, entries);
    if (kept.stream().noneMatch(torn -> torn.hash().equals(hash))) {
      dir.replace(
          dir.torn(entries + 1 + kept.size()),
          copy -> forEachChunk(file, from, chunk -> Disk.fill(copy, ByteBuffer.wrap(chunk))));
    }
    file.truncate(from);
    file.force(true);
  }

  private interface ChunkVisitor {
    void visit(byte[] chunk) throws IOException;
  }

  private static void forEachChunk(FileChannel file, long from, ChunkVisitor visitor)
      throws IOException {
    long end = file.size();
    for (long at = from; at < end; at += CHUNK) {
      visitor.visit(bytes(file, at, (int) Math.min(CHUNK, end - at)));
    }
  }

  static FileChannel open(Path path) throws IOException {
    return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static byte[] bytes(FileChannel file, long at, int length) throws IOException {
    var buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, at + buffer.position()) < 0) {
        throw new IOException("the file became shorter while it was read");
      }
    }
    return buffer.array();
  }
}
