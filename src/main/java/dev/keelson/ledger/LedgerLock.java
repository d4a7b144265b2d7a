package dev.keelson.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One at a time among processes, by a lock on a file beside the ledger, held for one append.
///
/// The kernel drops a process's locks on a file when the process closes *any* descriptor of it
/// (fcntl(2), "Advisory record locking"), so the threads of this process take turns before they
/// open the file. That table has to be one for the process, because the locks are.
final class LedgerLock implements AutoCloseable {
  private static final Map<Path, ReentrantLock> IN_THIS_PROCESS = new ConcurrentHashMap<>();
  private static final long POLL_MILLIS = 2;

  private final ReentrantLock turn;
  private final Optional<FileChannel> channel;

  private LedgerLock(ReentrantLock turn, Optional<FileChannel> channel) {
    this.turn = turn;
    this.channel = channel;
  }

  static LedgerLock toAppend(LedgerDir dir, Duration patience) throws IOException, LedgerException {
    return take(dir, patience, Reason.APPEND);
  }

  /// Keeps appends away, so that no half of one is seen. A copy of a ledger on a read-only disk, or
  /// another's, has no lock and needs none.
  static LedgerLock toLook(LedgerDir dir, Duration patience) throws IOException, LedgerException {
    return take(dir, patience, Reason.LOOK);
  }

  private enum Reason {
    APPEND,
    LOOK
  }

  private static LedgerLock take(LedgerDir dir, Duration patience, Reason reason)
      throws IOException, LedgerException {
    Path file = dir.lock();
    long end = System.nanoTime() + patience.toNanos();
    var turn =
        IN_THIS_PROCESS.computeIfAbsent(
            file.toAbsolutePath().normalize(), _ -> new ReentrantLock());
    try {
      if (!turn.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new LedgerException.Busy(file, patience);
      }
      try {
        return new LedgerLock(turn, locked(dir, reason, end, patience));
      } catch (IOException | LedgerException | InterruptedException | RuntimeException e) {
        turn.unlock();
        throw e;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new LedgerException.Unconfirmed("the thread was interrupted");
    }
  }

  private static Optional<FileChannel> locked(
      LedgerDir dir, Reason reason, long end, Duration patience)
      throws IOException, LedgerException, InterruptedException {
    Path file = dir.lock();
    if (reason == Reason.LOOK && !Files.isReadable(file)) {
      return Optional.empty();
    }
    FileChannel channel = reason == Reason.LOOK ? toRead(file) : toWrite(dir, file);
    try {
      while (tryLock(channel, reason) == null) {
        if (System.nanoTime() >= end) {
          throw new LedgerException.Busy(file, patience);
        }
        Thread.sleep(POLL_MILLIS);
      }
      return Optional.of(channel);
    } catch (IOException | LedgerException | InterruptedException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel, Reason reason) throws IOException {
    return channel.tryLock(0, Long.MAX_VALUE, reason == Reason.LOOK);
  }

  private static FileChannel toRead(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.READ);
  }

  private static FileChannel toWrite(LedgerDir dir, Path file) throws IOException {
    if (!Files.exists(file)) {
      try {
        return dir.make(file);
      } catch (FileAlreadyExistsException _) {
        // another process was faster
      }
    }
    return FileChannel.open(file, StandardOpenOption.WRITE);
  }

  @Override
  public void close() throws IOException {
    try {
      if (channel.isPresent()) {
        channel.get().close();
      }
    } finally {
      turn.unlock();
    }
  }
}
