package dev.keelson.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Whether the memory of `keelson.service` can get to a disk by being swapped out.
public enum Swap {
  /// The host has none, or keeps it in memory.
  NONE,
  /// The host has one, but not for the service.
  KEPT_OUT,
  OPEN;

  private static final Path SWAPS = Path.of("/proc/swaps");
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

  /// Of the control groups v2, which alone have it: there only while the service runs.
  private static final Path LIMIT = Path.of("system.slice/keelson.service/memory.swap.max");

  /// Looks, and changes nothing.
  ///
  /// @throws IOException when the kernel does not tell
  public static Swap ofTheService() throws IOException {
    return in(SWAPS, CGROUPS);
  }

  static Swap in(Path swaps, Path cgroups) throws IOException {
    List<String> lines = Files.readAllLines(swaps);
    // The first is a heading. What zram swaps out stays in memory, and is only smaller there.
    if (lines.stream().skip(1).allMatch(line -> line.startsWith("/dev/zram"))) {
      return NONE;
    }
    Path limit = cgroups.resolve(LIMIT);
    return Files.exists(limit) && Files.readString(limit).strip().equals("0") ? KEPT_OUT : OPEN;
  }
}
