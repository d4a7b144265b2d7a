package dev.keelson.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The lines of a file, up to a size, for behind that an append may be under way.
final class Lines implements AutoCloseable {
  private static final int CHUNK = 64 * 1024;

  private final FileChannel file;
  private final long end;
  private final byte[] chunk = new byte[CHUNK];
  private int from;
  private int to;
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
    byte[] line = {};
    while (from < to || fill()) {
      int end = newline();
      line = joined(line, end);
      boolean finished = end < to;
      int next = finished ? end + 1 : end;
      offset += next - from;
      from = next;
      if (finished) {
        return Optional.of(new RawLine(line, ++number, true));
      }
    }
    return line.length > 0 ? Optional.of(new RawLine(line, ++number, false)) : Optional.empty();
  }

  /// The next ones, so many if there are.
  List<RawLine> next(int most) throws IOException {
    List<RawLine> some = new ArrayList<>(most);
    for (var line = next(); line.isPresent(); line = next()) {
      some.add(line.get());
      if (some.size() == most) {
        break;
      }
    }
    return some;
  }

  private int newline() {
    int i = from;
    while (i < to && chunk[i] != '\n') {
      i++;
    }
    return i;
  }

  /// Of a line that is too long, so much that this can be told.
  private byte[] joined(byte[] begun, int end) {
    int length = Math.min(end - from, Entry.MAX_BYTES + 1 - begun.length);
    byte[] joined = Arrays.copyOf(begun, begun.length + length);
    System.arraycopy(chunk, from, joined, begun.length, length);
    return joined;
  }

  /// Where the next line begins.
  long offset() {
    return offset;
  }

  private boolean fill() throws IOException {
    int length = (int) Math.min(CHUNK, Math.max(0, end - at));
    int read = length == 0 ? -1 : file.read(ByteBuffer.wrap(chunk, 0, length), at);
    from = 0;
    to = Math.max(0, read);
    at += to;
    return read > 0;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
