package dev.keelson.cli.recover;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keelson.cli.RefusedException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/// A directory of values to be put back, with what puts them back. It has its name when all of it
/// is on the disk; before, it has another, and a killed run leaves nothing that looks finished.
///
/// | file | what |
/// |------|------|
/// | `values/<number>` | a value, as etcd is to have it |
/// | `keys` | a line per value: number, tab, key in Base64 |
/// | `restore.sh` | puts each value under its key with etcdctl |
final class RecoveredDir implements AutoCloseable {
  private static final String SCRIPT =
      """
      #!/bin/sh
      # Puts the values of this directory back into etcd. No API server may run meanwhile: what it
      # writes now would be lost. etcdctl takes its endpoints and certificates from ETCDCTL_*.
      set -eu
      cd -- "$(dirname -- "$0")"
      put() {
        etcdctl put -- "$2" <"values/$1" >/dev/null
      }
      """;

  private final Path wanted;
  private final Path unfinished;
  private final OutputStream keys;
  private final OutputStream script;
  private int count;
  private boolean finished;

  private RecoveredDir(Path wanted, Path unfinished) throws IOException {
    this.wanted = wanted;
    this.unfinished = unfinished;
    Files.createDirectory(unfinished.resolve("values"));
    this.keys = stream("keys");
    this.script = stream("restore.sh");
    script.write(SCRIPT.getBytes(US_ASCII));
  }

  /// Refuses what is there already, before anything is done.
  static void requireAbsent(Path dir) throws RefusedException {
    if (Files.exists(dir, LinkOption.NOFOLLOW_LINKS)) {
      throw new RefusedException(
          dir + " is there already", "name a directory that is not, by --to");
    }
    Path parent = parent(dir);
    if (!Files.isDirectory(parent) || !Files.isWritable(parent)) {
      throw new RefusedException(
          parent + " is no directory that can be written to", "make it, or name another by --to");
    }
  }

  static RecoveredDir begin(Path dir) throws RefusedException {
    var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    String prefix = dir.getFileName() + ".unfinished-";
    try {
      return new RecoveredDir(dir, Files.createTempDirectory(parent(dir), prefix, mine));
    } catch (IOException e) {
      throw unwritable(dir, e);
    }
  }

  private static RefusedException unwritable(Path dir, IOException e) {
    return new RefusedException(
        dir + " cannot be written: " + e, "look at its disk; nothing is left of it");
  }

  void add(byte[] key, byte[] value) throws RefusedException {
    try {
      write(key, value);
    } catch (IOException e) {
      throw unwritable(wanted, e);
    }
  }

  private void write(byte[] key, byte[] value) throws IOException {
    count++;
    String number = String.format(Locale.ROOT, "%07d", count);
    Path file = unfinished.resolve("values").resolve(number);
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var bytes = ByteBuffer.wrap(value);
      while (bytes.hasRemaining()) {
        var _ = channel.write(bytes);
      }
      channel.force(true);
    }
    String line = number + "\t" + Base64.getEncoder().encodeToString(key) + "\n";
    keys.write(line.getBytes(US_ASCII));
    script.write(("put " + number + " " + quoted(key) + "\n").getBytes(ISO_8859_1));
  }

  /// One word of a POSIX shell whatever its bytes, each taken for one character.
  static String quoted(byte[] key) {
    return "'" + new String(key, ISO_8859_1).replace("'", "'\\''") + "'";
  }

  /// Returns when all of it is on the disk, under its name.
  void finish() throws RefusedException {
    try {
      moveWhole();
    } catch (IOException e) {
      throw unwritable(wanted, e);
    }
  }

  private void moveWhole() throws IOException {
    keys.close();
    script.close();
    var executable = unfinished.resolve("restore.sh");
    Set<PosixFilePermission> mine = PosixFilePermissions.fromString("rwx------");
    Files.setPosixFilePermissions(executable, mine);
    for (String each : new String[] {"keys", "restore.sh", "values", ""}) {
      sync(unfinished.resolve(each));
    }
    Files.move(unfinished, wanted, StandardCopyOption.ATOMIC_MOVE);
    finished = true;
    sync(parent(wanted));
  }

  private static void sync(Path path) throws IOException {
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private OutputStream stream(String name) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(unfinished.resolve(name)));
  }

  private static Path parent(Path dir) {
    Path parent = dir.toAbsolutePath().getParent();
    return parent == null ? dir : parent;
  }

  @Override
  public void close() throws IOException {
    keys.close();
    script.close();
    if (!finished) {
      try (Stream<Path> files = Files.walk(unfinished)) {
        for (Path one : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(one);
        }
      }
    }
  }
}
