package dev.keelson.cli.probe;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// One line on the terminal that a long run rewrites, five times a second, after two seconds.
public final class ProgressLine implements Progress, AutoCloseable {
  private static final long PATIENCE = 2_000_000_000L;
  private static final long PAUSE = 200_000_000L;
  private static final String ERASE = "\r\u001b[K";

  private final PrintWriter err;
  private final LongSupplier nanoTime;
  private final String unit;
  private final long start;
  private final AtomicLong nextAfter = new AtomicLong(PATIENCE);

  /// @param unit what is counted, in the plural
  public ProgressLine(PrintWriter err, LongSupplier nanoTime, String unit) {
    this.err = err;
    this.nanoTime = nanoTime;
    this.unit = unit;
    this.start = nanoTime.getAsLong();
  }

  /// System.console() tells of standard input and output, not of the error stream.
  public static boolean errIsTerminal() {
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
  public void done(int some, int total) {
    long age = nanoTime.getAsLong() - start;
    long due = nextAfter.get();
    if (age >= due && nextAfter.compareAndSet(due, age + PAUSE)) {
      err.print(ERASE + some + " of " + total + " " + unit);
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
