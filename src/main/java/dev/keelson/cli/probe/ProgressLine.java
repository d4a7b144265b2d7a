package dev.keelson.cli.probe;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// One line on the terminal that a long load rewrites, five times a second, after two seconds.
final class ProgressLine implements Progress, AutoCloseable {
  private static final long PATIENCE = 2_000_000_000L;
  private static final long PAUSE = 200_000_000L;
  private static final String ERASE = "\r\u001b[K";

  private final PrintWriter err;
  private final LongSupplier nanoTime;
  private final long start;
  private final AtomicLong nextAfter = new AtomicLong(PATIENCE);

  ProgressLine(PrintWriter err, LongSupplier nanoTime) {
    this.err = err;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
  }

  /// System.console() tells of standard input and output, not of the error stream.
  static boolean errIsTerminal() {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public void done(int calls, int total) {
    long age = nanoTime.getAsLong() - start;
    long due = nextAfter.get();
    if (age >= due && nextAfter.compareAndSet(due, age + PAUSE)) {
      err.print(ERASE + calls + " of " + total + " calls");
      err.flush();
    }
  }

  @Override
  public void close() {
    if (nextAfter.get() > PATIENCE) {
      err.print(ERASE);
      err.flush();
    }
  }
}
