package dev.keelson.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The user this process runs as.
final class OwnUser {
  private OwnUser() {}

  static int uid() {
    return attribute("unix:uid");
  }

  static int gid() {
    return attribute("unix:gid");
  }

  private static int attribute(String name) {
    try {
      return (int) Files.getAttribute(Path.of("/proc/self"), name);
    } catch (IOException e) {
      throw new UncheckedIOException("/proc is not mounted", e);
    }
  }
}
