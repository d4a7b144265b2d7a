package dev.keelson.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/// What a process holds at one moment.
///
/// @param answered calls of the load so far
record Usage(Duration up, long rssKib, long files, long threads, long sessions, long answered) {
  static final Object[] HEAD = {"s", "RSS KiB", "files", "threads", "sessions", "answers", "after"};
  private static final long BEGAN = System.nanoTime();

  /// RSS may move by that much between the first and the last third of the samples.
  private static final double DRIFT_ALLOWED = 5;

  /// A file or a connection that is open just then. A leak of one a fault is more after five
  /// minutes.
  private static final long WOBBLE = 2;

  static Usage of(long pid, long sessions, long answered) {
    Path process = Path.of("/proc", Long.toString(pid));
    return new Usage(
        Duration.ofNanos(System.nanoTime() - BEGAN),
        rss(process),
        files(process.resolve("fd")),
        count(process.resolve("task")),
        sessions,
        answered);
  }

  private static long rss(Path process) {
    try {
      return Files.readAllLines(process.resolve("status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no VmRSS of " + process));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Of a daemon, whose memory is closed, only root sees the list; from Linux 6.2 on all see how
  /// long it is (proc_pid_fd(5)).
  private static long files(Path fd) {
    try {
      long length = Files.size(fd);
      return length > 0 ? length : count(fd);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long count(Path dir) {
    try (Stream<Path> entries = Files.list(dir)) {
      return entries.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Percent, from the median of the first third to that of the last.
  static double drift(List<Usage> samples) {
    return 100.0
        * (last(samples, Usage::rssKib) - first(samples, Usage::rssKib))
        / first(samples, Usage::rssKib);
  }

  /// Everything that is more in the end than in the beginning.
  static List<String> growth(List<Usage> samples) {
    List<String> grown = new ArrayList<>();
    if (drift(samples) >= DRIFT_ALLOWED) {
      grown.add(String.format(Locale.ROOT, "RSS grew by %.1f %%", drift(samples)));
    }
    compare("file descriptors", samples, Usage::files, grown);
    compare("threads", samples, Usage::threads, grown);
    compare("sessions", samples, Usage::sessions, grown);
    return grown;
  }

  private static void compare(
      String what, List<Usage> samples, ToLongFunction<Usage> of, List<String> grown) {
    if (last(samples, of) > first(samples, of) + WOBBLE) {
      grown.add(what + " grew from " + first(samples, of) + " to " + last(samples, of));
    }
  }

  private static long first(List<Usage> samples, ToLongFunction<Usage> of) {
    return median(samples.subList(0, third(samples)), of);
  }

  private static long last(List<Usage> samples, ToLongFunction<Usage> of) {
    return median(samples.subList(samples.size() - third(samples), samples.size()), of);
  }

  private static int third(List<Usage> samples) {
    return Math.max(1, samples.size() / 3);
  }

  private static long median(List<Usage> samples, ToLongFunction<Usage> of) {
    long[] sorted = samples.stream().mapToLong(of).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%8d %9d %6d %8d %9d %9d",
        up.toSeconds(),
        rssKib,
        files,
        threads,
        sessions,
        answered);
  }
}
