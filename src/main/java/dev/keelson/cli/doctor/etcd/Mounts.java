package dev.keelson.cli.doctor.etcd;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;

/// A container's mounts, of which the deepest holds.
///
/// @param places where the container sees which of the host's paths
record Mounts(Map<Path, Path> places) implements HostPaths {
  @Override
  public Path of(String path) {
    Path seen = Path.of(path).normalize();
    return places.keySet().stream()
        .filter(seen::startsWith)
        .max(Comparator.comparingInt(Path::getNameCount))
        .map(mount -> places.getOrDefault(mount, mount).resolve(mount.relativize(seen).toString()))
        .orElse(seen);
  }
}
