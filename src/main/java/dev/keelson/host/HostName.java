package dev.keelson.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the kernel calls this host (uname(2), `nodename`), without asking any name service.
public final class HostName {
  private static final Path FILE = Path.of("/proc/sys/kernel/hostname");

  private HostName() {}

  /// With a hyphen for whatever no host name should have.
  public static String own() {
    try {
      return Files.readString(FILE).strip().replaceAll("[^A-Za-z0-9.-]", "-");
    } catch (IOException e) {
      return "localhost"; // a sandbox without /proc
    }
  }
}
