package dev.keelson.cli.doctor.etcd;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file of a host's configuration, none of which is long.
final class SmallFile {
  private static final int MAX_BYTES = 1 << 20;

  private SmallFile() {}

  static byte[] bytes(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      byte[] read = in.readNBytes(MAX_BYTES + 1);
      if (read.length > MAX_BYTES) {
        throw new IOException("it is longer than such a file can be");
      }
      return read;
    }
  }

  static String text(Path file) throws IOException {
    return new String(bytes(file), UTF_8);
  }
}
