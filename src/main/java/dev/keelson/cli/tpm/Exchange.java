package dev.keelson.cli.tpm;

import dev.keelson.cli.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The files that people carry from host to host: one record each, as JSON.
final class Exchange {
  private static final long MAX_BYTES = 64 << 10;
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private Exchange() {}

  /// Reads what another host wrote.
  ///
  /// @param made by which command such a file comes to be
  static <T extends Record> T read(Path file, Class<T> kind, String made) throws RefusedException {
    String remedy = "name a file of: keelson tpm " + made;
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new RefusedException(file + " is too long for a file of a ceremony", remedy);
      }
      T read = JsonMapper.shared().readValue(Files.readString(file), kind);
      if (read == null) {
        throw new RefusedException(file + " says nothing", remedy);
      }
      return read;
    } catch (IOException e) {
      throw new RefusedException(file + " cannot be read: " + e, remedy);
    } catch (JacksonException e) {
      throw new RefusedException(
          file + " is not what was expected: " + e.getOriginalMessage(), remedy);
    }
  }

  /// Before a deed, so that it is not done in vain.
  static void refuseIfThere(Path file) throws RefusedException {
    if (Files.exists(file)) {
      throw new RefusedException(file + " is there already", "name another --out, or remove it");
    }
  }

  /// The file is whole or not there, whenever this ends.
  static void write(Path file, Record what) throws RefusedException {
    refuseIfThere(file);
    Path target = file.toAbsolutePath();
    try {
      Path part = Files.createTempFile(target.getParent(), ".keelson", null, OWNER_ONLY);
      try {
        Files.writeString(part, JsonMapper.shared().writeValueAsString(what) + "\n");
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new RefusedException(
          file + " cannot be written: " + e, "name a place that can be written as --out");
    }
  }

  /// Refuses a file of another kind or version.
  static void require(String format, String expected) {
    if (!expected.equals(format)) {
      throw new IllegalArgumentException("its format is not " + expected);
    }
  }
}
