package dev.keelson.ledger;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// The lines of a file, up to a size, for behind that an append may be under way.
final class Lines implements AutoCloseable {
  private static final int CHUNK = 64 * 1024;

  private final FileChannel file;
  private final long end;
  private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK).limit(0);
  private long at;
  private long offset;
  private long number;

  private Lines(FileChannel file, long from, long end) {
    this.file = file;
    this.end = end;
    this.at = from;
    this.offset = from;
  }

  /// @param from where a line begins, which is counted as the first
  static Lines of(Path path, long from, long end) throws IOException {
    return new Lines(FileChannel.open(path, StandardOpenOption.READ), from, end);
  }

  Optional<RawLine> next() throws IOException {
    var line = new ByteArrayOutputStream(512);
    boolean any = false;
    while (buffer.hasRemaining() || fill()) {
      any = true;
      byte b = buffer.get();
      offset++;
      if (b == '\n') {
        return Optional.of(new RawLine(line.toByteArray(), ++number, true));
      }
      if (line.size() <= Entry.MAX_BYTES) {
        line.write(b);
      }
    }
    return any ? Optional.of(new RawLine(line.toByteArray(), ++number, false)) : Optional.empty();
  }

  /// Where the next line begins.
  long offset() {
    return offset;
  }

  private boolean fill() throws IOException {
    buffer.clear().limit((int) Math.min(CHUNK, Math.max(0, end - at)));
    int read = buffer.hasRemaining() ? file.read(buffer, at) : -1;
    buffer.flip();
    at += Math.max(0, read);
    return read > 0;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
