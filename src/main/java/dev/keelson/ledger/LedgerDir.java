package dev.keelson.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The directory of a ledger, 0700, and the files in it, 0600.
record LedgerDir(Path path) {
  private static final FileAttribute<Set<PosixFilePermission>> DIR_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> FILE_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  void create() throws IOException {
    Files.createDirectories(path, DIR_MODE);
  }

  /// From the oldest to the newest.
  List<LedgerFile> files() throws IOException {
    try (Stream<Path> all = Files.list(path)) {
      return all.flatMap(file -> LedgerFile.of(file).stream())
          .sorted(Comparator.comparingLong(LedgerFile::first))
          .toList();
    }
  }

  Path lock() {
    return path.resolve("lock");
  }

  Path checkpoint() {
    return path.resolve("checkpoint");
  }

  /// Where that is kept which a crash left half written and this entry tells of.
  Path torn(long sequence) {
    return path.resolve("ledger-torn-" + sequence);
  }

  /// A new file of ours, which belongs to whom the directory belongs: an administrator's command
  /// must not make one that the daemon cannot append to.
  FileChannel make(Path file) throws IOException {
    var open =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    FileChannel channel = FileChannel.open(file, open, FILE_MODE);
    var of = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    PosixFileAttributes wanted = Files.readAttributes(path, PosixFileAttributes.class);
    if (!of.readAttributes().owner().equals(wanted.owner())) {
      of.setOwner(wanted.owner());
      of.setGroup(wanted.group());
    }
    return channel;
  }

  /// What a file shall hold.
  @FunctionalInterface
  interface Content {
    void writeTo(FileChannel file) throws IOException;
  }

  void replace(Path file, byte[] content) throws IOException {
    replace(file, channel -> Disk.write(channel, ByteBuffer.wrap(content)));
  }

  /// Whole and on the disk when this returns, or as it was.
  void replace(Path file, Content content) throws IOException {
    Path fresh = path.resolve(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    try (FileChannel channel = make(fresh)) {
      content.writeTo(channel);
      channel.force(true);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
    sync();
  }

  /// A file whose name is not on the disk is lost by a crash, whatever was fsynced in it.
  void sync() throws IOException {
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  Optional<LedgerFile> newest() throws IOException {
    return files().reversed().stream().findFirst();
  }
}
