package dev.keelson.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;

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

  /// Copies what comes after `from` to a file of its own, and cuts it off then.
  static Torn cut(LedgerDir dir, FileChannel file, long from, long sequence) throws IOException {
    Path torn = dir.torn(sequence);
    long length = file.size() - from;
    MessageDigest digest = ChainHash.sha256();
    try (FileChannel copy = dir.make(torn)) {
      for (long at = from; at < from + length; at += CHUNK) {
        byte[] chunk = bytes(file, at, (int) Math.min(CHUNK, from + length - at));
        digest.update(chunk);
        Disk.write(copy, ByteBuffer.wrap(chunk));
      }
    }
    dir.sync();
    file.truncate(from);
    file.force(true);
    return new Torn(torn, length, new ChainHash(HexFormat.of().formatHex(digest.digest())));
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
