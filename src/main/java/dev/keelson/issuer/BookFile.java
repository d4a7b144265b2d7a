package dev.keelson.issuer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The lines of a book in their file, which one process writes. A last line that a crash cut short
/// was never acted on, and is cut off.
final class BookFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BookFile.class);

  private final Path path;
  private final FileChannel lock;
  private FileChannel channel;
  private long appended;

  /// Guards `forced`, and is held while the disk works. Taken before the monitor.
  private final ReentrantLock forcing = new ReentrantLock();

  private long forced;

  static BookFile open(Path path) throws BookException {
    try {
      Files.createDirectories(path.getParent());
      return new BookFile(path, locked(path.resolveSibling(".certificates.lock")));
    } catch (IOException e) {
      throw BookException.unusable(path, e);
    }
  }

  private static FileChannel locked(Path file) throws IOException, BookException {
    var channel = FileChannel.open(file, CREATE, WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException _) {
      // held by this very process
    }
    channel.close();
    throw new BookException(
        "another issuer has the book of certificates: " + file,
        "one daemon with an issuer for each state-dir; find it with: fuser " + file,
        null);
  }

  private BookFile(Path path, FileChannel lock) throws IOException {
    this.path = path;
    this.lock = lock;
    this.channel = opened();
  }

  private FileChannel opened() throws IOException {
    var opened = FileChannel.open(path, CREATE, READ, WRITE);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));
    return opened;
  }

  /// All whole lines; what is written next follows them.
  synchronized List<String> lines() throws BookException {
    try {
      byte[] content = Files.readAllBytes(path);
      int end = content.length;
      while (end > 0 && content[end - 1] != '\n') {
        end--;
      }
      if (end < content.length) {
        LOG.warn("book result=torn file={} bytes={}", path, content.length - end);
        channel.truncate(end);
      }
      channel.position(end);
      return new String(content, 0, end, UTF_8).lines().toList();
    } catch (IOException e) {
      throw BookException.unusable(path, e);
    }
  }

  /// Writes a line, to wherever the system keeps it for now.
  ///
  /// @return its number, for [#force(long)]
  synchronized long append(BookLine line) throws BookException {
    try {
      var bytes = ByteBuffer.wrap((line.json() + "\n").getBytes(UTF_8));
      long end = channel.position();
      try {
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      } catch (IOException e) {
        channel.truncate(end); // half a line must not precede the next one
        throw e;
      }
      return ++appended;
    } catch (IOException e) {
      throw BookException.unusable(path, e);
    }
  }

  /// Returns when a line is on the disk. Who comes while the disk works waits for its next turn,
  /// which serves all who came.
  void force(long line) throws BookException {
    forcing.lock();
    try {
      if (forced < line) {
        forced = forceAll();
      }
    } catch (IOException e) {
      throw BookException.unusable(path, e);
    } finally {
      forcing.unlock();
    }
  }

  private long forceAll() throws IOException {
    FileChannel now;
    long upTo;
    synchronized (this) {
      now = channel;
      upTo = appended;
    }
    now.force(false);
    return upTo;
  }

  /// Puts other lines in the place of all.
  void rewrite(List<BookLine> lines) throws BookException {
    var all = new StringBuilder();
    lines.forEach(line -> all.append(line.json()).append('\n'));
    forcing.lock();
    try {
      synchronized (this) {
        new ReplacedFile(path).write(all.toString().getBytes(UTF_8));
        channel.close();
        channel = opened();
        channel.position(channel.size());
      }
    } catch (IOException e) {
      throw BookException.unusable(path, e);
    } finally {
      forcing.unlock();
    }
  }

  @Override
  public synchronized void close() {
    try (var _ = channel;
        var _ = lock) {
      LOG.debug("book result=closed file={}", path);
    } catch (IOException e) {
      LOG.debug("book result=unclosed cause=\"{}\"", e.toString());
    }
  }
}
