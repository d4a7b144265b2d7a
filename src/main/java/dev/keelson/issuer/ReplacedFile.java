package dev.keelson.issuer;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// A file that whoever reads it finds whole, old or new, at every moment and after every crash.
record ReplacedFile(Path path) {
  /// Returns when the new one would survive a loss of power.
  void write(byte[] content) throws IOException {
    Path unfinished = path.resolveSibling("." + path.getFileName() + ".new");
    try (var file = FileChannel.open(unfinished, CREATE, WRITE, TRUNCATE_EXISTING)) {
      Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-r--r--"));
      var bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(true);
    }
    Files.move(unfinished, path, ATOMIC_MOVE);
    try (var dir = FileChannel.open(path.toAbsolutePath().getParent())) {
      dir.force(true);
    }
  }
}
