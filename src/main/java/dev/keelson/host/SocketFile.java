package dev.keelson.host;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Looks at a socket's file before a connection, because connect(2) has one code for several faults
/// that an operator repairs differently.
final class SocketFile {
  /// The type bits of `st_mode` (inode(7)).
  private static final int S_IFMT = 0170000;

  private static final int S_IFSOCK = 0140000;

  private SocketFile() {}

  static void requireConnectable(Path path) throws UnixUnreachableException {
    if (!isSocket(mode(path))) {
      throw new UnixUnreachableException(
          path + " is a file, but not a socket",
          "name the socket that the plugin listens on, as in `endpoint` of the API server's"
              + " EncryptionConfiguration");
    }
    if (!Files.isWritable(path)) {
      throw denied(path, "the socket " + path + " may not be written by this user");
    }
  }

  /// Whether there is a socket itself, not a link to one.
  static boolean isAt(Path path) throws IOException {
    return isSocket((int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS));
  }

  private static boolean isSocket(int mode) {
    return (mode & S_IFMT) == S_IFSOCK;
  }

  private static int mode(Path path) throws UnixUnreachableException {
    try {
      return (Integer) Files.getAttribute(path, "unix:mode");
    } catch (NoSuchFileException _) {
      throw new UnixUnreachableException(
          "there is no file " + path,
          "start the plugin, and compare the path with `endpoint` of the API server's"
              + " EncryptionConfiguration");
    } catch (AccessDeniedException _) {
      throw denied(path, "a directory above " + path + " may not be searched by this user");
    } catch (IOException e) {
      throw new UnixUnreachableException(
          path + " cannot be looked at: " + e, "repair what the system reports");
    }
  }

  static UnixUnreachableException denied(Path path, String what) {
    return new UnixUnreachableException(
        "permission denied: " + what,
        "run this as the user of the API server (sudo -u …), or look who may: namei -l " + path);
  }
}
