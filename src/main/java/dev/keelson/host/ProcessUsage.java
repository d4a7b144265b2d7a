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

  /// Empty when there is no such process, or `/proc` hides it (hidepid).
  public static Optional<ProcessUsage> of(long pid) {
    return in(Path.of("/proc", Long.toString(pid)));
  }

  static Optional<ProcessUsage> in(Path directory) {
    try {
      List<String> status = Files.readAllLines(directory.resolve("status"));
      Duration cpu = cpu(ProcessStat.in(directory));
      return bytes(status, "VmRSS:")
          .flatMap(resident ->
              bytes(status, "VmHWM:").map(peak -> new ProcessUsage(cpu, resident, peak)));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static Duration cpu(ProcessStat stat) {
    return Duration.ofMillis(stat.cpuTicks() * (1_000 / TICKS_PER_SECOND));
  }

  /// Empty for a process that has ended and was not waited for.
  private static Optional<Long> bytes(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1_024)
        .findFirst();
  }
}
