package dev.keelson.secret;

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
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// A PIN on its way to replace that of a [PinFile], in a file beside it. Each file is whole and on
/// the disk, or not there, whenever the process ends.
///
/// @param current the file that daemons read
public record NewPinFile(PinFile current) {
  private static final FileAttribute<?> OWNER_READS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r--------"));

  /// A link stays one: it is its target that is replaced.
  public static NewPinFile beside(PinFile current) throws PinUnwritableException {
    try {
      return new NewPinFile(new PinFile(current.path().toRealPath()));
    } catch (IOException e) {
      throw new PinUnwritableException(current.path(), e);
    }
  }

  /// The file of the new PIN.
  public PinFile file() {
    return new PinFile(beside(".new"));
  }

  private Path beside(String suffix) {
    return current.path().resolveSibling(current.path().getFileName() + suffix);
  }

  public boolean exists() {
    return Files.exists(file().path());
  }

  /// Keeps a PIN that the token does not have yet.
  public void write(Pin pin) throws PinUnwritableException {
    Path part = beside(".new.part");
    try {
      Files.deleteIfExists(part);
      writeWhole(part, pin);
      keepOwner(part);
      Files.move(part, file().path(), StandardCopyOption.ATOMIC_MOVE);
      syncDirectory();
    } catch (IOException e) {
      throw new PinUnwritableException(file().path(), e);
    }
  }

  /// One newline at the end, which is not part of the PIN.
  private static void writeWhole(Path part, Pin pin) throws IOException {
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = FileChannel.open(part, options, OWNER_READS)) {
      ByteBuffer[] text = {ByteBuffer.wrap(pin.revealBytes()), ByteBuffer.wrap(new byte[] {'\n'})};
      while (text[1].hasRemaining()) {
        channel.write(text);
      }
      channel.force(true);
    }
  }

  /// An administrator may be another user than the daemon.
  private void keepOwner(Path part) throws IOException {
    var was = Files.readAttributes(current.path(), PosixFileAttributes.class);
    var is = Files.readAttributes(part, PosixFileAttributes.class);
    var view = Files.getFileAttributeView(part, PosixFileAttributeView.class);
    if (!is.group().equals(was.group())) {
      view.setGroup(was.group());
    }
    if (!is.owner().equals(was.owner())) {
      view.setOwner(was.owner());
    }
  }

  /// The token has the new PIN: from now on daemons read it.
  public void replaceCurrent() throws PinUnwritableException {
    try {
      Files.move(
          file().path(),
          current.path(),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      syncDirectory();
    } catch (IOException e) {
      throw new PinUnwritableException(current.path(), e);
    }
  }

  /// The token does not have the new PIN.
  public void remove() throws PinUnwritableException {
    try {
      Files.deleteIfExists(file().path());
      syncDirectory();
    } catch (IOException e) {
      throw new PinUnwritableException(file().path(), e);
    }
  }

  private void syncDirectory() throws IOException {
    try (var channel =
        FileChannel.open(current.path().resolveSibling("."), StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
