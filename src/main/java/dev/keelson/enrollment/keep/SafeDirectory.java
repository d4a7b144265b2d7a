package dev.keelson.enrollment.keep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;

/// The place of a private key: who can write to a directory can replace what is in it, so each one
/// on the way belongs to root, to this user or to the file's owner, and lets nobody else write.
final class SafeDirectory {
  private static final int S_ISVTX = 01000;
  private static final int GROUP_OR_OTHERS_WRITE = 0022;

  private SafeDirectory() {}

  /// Of this file, which need not be there.
  static void require(Path file, Access access) throws KeepException.Unwritable {
    Path dir = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a directory");
    try {
      requireNoLink(file);
      Path real = dir.toRealPath();
      requireOnlyOurs(real, access, 0);
      for (Path above = real.getParent(); above != null; above = above.getParent()) {
        requireOnlyOurs(above, access, S_ISVTX); // what a sticky one has in it is its owner's
      }
    } catch (IOException e) {
      throw new KeepException.Unwritable(
          dir + " cannot be looked at: " + e, "make it: install -d -m 0755 " + dir);
    }
  }

  /// A rename would replace the link, and leave what it points at to grow old.
  private static void requireNoLink(Path file) throws KeepException.Unwritable {
    boolean there = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    if (there && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new KeepException.Unwritable(
          file + " is a link, or no regular file",
          "name the file itself, which is: readlink -f " + file);
    }
  }

  private static void requireOnlyOurs(Path dir, Access access, int excuse)
      throws IOException, KeepException.Unwritable {
    int mode = (int) Files.getAttribute(dir, "unix:mode");
    if ((mode & GROUP_OR_OTHERS_WRITE) != 0 && (mode & excuse) == 0) {
      throw new KeepException.Unwritable(
          "others can write to " + dir + ", and so replace the key in it",
          "chmod go-w " + dir + ", or name a directory of its own");
    }
    if (!isTrusted(dir, access)) {
      throw new KeepException.Unwritable(
          dir + " belongs to another user, who could replace the key in it",
          "chown root " + dir + ", or name a directory of its own");
    }
  }

  private static boolean isTrusted(Path dir, Access access) throws IOException {
    var owner = Files.getAttribute(dir, "unix:uid");
    return owner.equals(0)
        || owner.equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
        || (access.user().isPresent() && Access.isOwnedBy(dir, access.user().get()));
  }
}
