package dev.keelson.enrollment.keep;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/// A file in the making, beside the one that it is to replace: whole, on the disk, and with owner
/// and mode, before it has its name.
final class Staged implements AutoCloseable {
  static final String SUFFIX = ".keelson-new";

  private final Target target;
  private final Path path;
  private boolean committed;

  private Staged(Target target, Path path) {
    this.target = target;
    this.path = path;
  }

  /// Writes it. Its name cannot be foretold and is taken by nobody (`O_EXCL`), and its mode is 0600
  /// until it has its owner.
  static Staged of(Target target, byte[] content) throws KeepException.Unwritable {
    SafeDirectory.require(target.path(), target.access());
    try {
      var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      var staged =
          new Staged(
              target, Files.createTempFile(target.directory(), target.stagePrefix(), SUFFIX, mine));
      try {
        staged.fill(content);
        return staged;
      } catch (IOException e) {
        staged.close();
        throw e;
      }
    } catch (IOException e) {
      throw new KeepException.Unwritable(target.path(), e);
    }
  }

  /// One that a killed process left, whole.
  static Staged left(Target target, Path path) {
    return new Staged(target, path);
  }

  private void fill(byte[] content) throws IOException {
    try (var channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      var bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        var _ = channel.write(bytes);
      }
      target.access().give(path);
      channel.force(true);
    }
  }

  Path path() {
    return path;
  }

  /// Gives it its name: whoever reads sees the old file or the new one.
  void commit() throws KeepException.Unwritable {
    try {
      Files.move(
          path, target.path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      committed = true;
      try (var directory = FileChannel.open(target.directory(), StandardOpenOption.READ)) {
        directory.force(true);
      }
    } catch (IOException e) {
      throw new KeepException.Unwritable(target.path(), e);
    }
  }

  /// Removes it unless it has its name.
  @Override
  public void close() throws KeepException.Unwritable {
    if (committed) {
      return;
    }
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new KeepException.Unwritable(path, e);
    }
  }
}
