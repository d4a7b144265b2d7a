package dev.keelson.cli.doctor.etcd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/// A process of this host.
///
/// @param place its directory under `/proc`
record Running(long pid, Flags flags, Path place, Instant started) implements HostPaths {
  Program program() {
    return Program.of(new Program.Source("process " + pid, this), flags).withRunning(this);
  }

  /// By the name that people know, if it is the same file; else through the root of its container.
  @Override
  public Path of(String path) {
    Path here = Path.of(path);
    if (!here.isAbsolute()) {
      return place.resolve("cwd").resolve(here);
    }
    Path there = place.resolve("root").resolve(Path.of("/").relativize(here));
    try {
      return !Files.exists(there) || (Files.exists(here) && Files.isSameFile(here, there))
          ? here
          : there;
    } catch (IOException _) {
      return here;
    }
  }
}
