package dev.keelson.enrollment.keep;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/// A file that is kept, and how it has to be.
public record Target(Path path, Access access) {
  /// Far above any chain; a file that is longer is none of ours.
  private static final int MAX_BYTES = 64 * 1024;

  public Target {
    path = path.toAbsolutePath();
    if (path.getFileName() == null) {
      throw new IllegalArgumentException("a file has a name: " + path + " has none");
    }
  }

  Path directory() {
    return Objects.requireNonNull(path.getParent(), "an absolute path of a file has a parent");
  }

  /// What the names of its files in the making begin with.
  String stagePrefix() {
    return "." + path.getFileName() + ".";
  }

  boolean exists() {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  boolean hasItsAccess() throws IOException {
    return access.isOf(path);
  }

  /// The caller zeroes it when there is a key in it.
  byte[] read() throws IOException {
    return read(path);
  }

  static byte[] read(Path file) throws IOException {
    byte[] buffer = new byte[MAX_BYTES + 1];
    try (InputStream in = Files.newInputStream(file)) {
      int length = in.readNBytes(buffer, 0, buffer.length);
      if (length > MAX_BYTES) {
        throw new IOException("it is longer than " + MAX_BYTES + " bytes");
      }
      return Arrays.copyOf(buffer, length);
    } finally {
      Arrays.fill(buffer, (byte) 0);
    }
  }

  boolean has(byte[] content) throws IOException {
    return exists() && Arrays.compare(read(), content) == 0;
  }
}
