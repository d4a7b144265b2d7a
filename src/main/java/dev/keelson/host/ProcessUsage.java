package dev.keelson.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a process has used so far, as the kernel counts it (proc(5)).
///
/// @param cpu in its own code and in the kernel's, by all of its threads; to the hundredth second
/// @param residentBytes memory in use now
/// @param peakBytes the most that was ever in use
public record ProcessUsage(Duration cpu, long residentBytes, long peakBytes) {
  /// `USER_HZ`, the same on every processor that Keelson runs on, whatever the kernel's own HZ.
  private static final long TICKS_PER_SECOND = 100;

  /// Places of utime and stime, fields 14 and 15, counted from the one after the name.
  private static final int UTIME = 11;

  private static final int STIME = 12;

  /// Empty when there is no such process, or `/proc` hides it (hidepid).
  public static Optional<ProcessUsage> of(long pid) {
    return in(Path.of("/proc", Long.toString(pid)));
  }

  static Optional<ProcessUsage> in(Path directory) {
    try {
      List<String> status = Files.readAllLines(directory.resolve("status"));
      Duration cpu = cpu(Files.readString(directory.resolve("stat")));
      return bytes(status, "VmRSS:")
          .flatMap(resident ->
              bytes(status, "VmHWM:").map(peak -> new ProcessUsage(cpu, resident, peak)));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// The name, field 2, may have blanks and brackets in it, and ends with the last bracket.
  private static Duration cpu(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    long ticks = Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME]);
    return Duration.ofMillis(ticks * (1_000 / TICKS_PER_SECOND));
  }

  /// Empty for a process that has ended and was not waited for.
  private static Optional<Long> bytes(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1_024)
        .findFirst();
  }
}
