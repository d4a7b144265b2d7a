package dev.keelson.enrollment.keep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/// Who owns a file, and who may read it.
///
/// @param user a name, or a number, which needs no account; this process's own when empty
/// @param group as well
public record Access(Optional<String> user, Optional<String> group, Set<PosixFilePermission> mode) {
  public Access {
    mode = Set.copyOf(mode);
  }

  public Access withMode(Set<PosixFilePermission> other) {
    return new Access(user, group, other);
  }

  /// Gives a file what is wanted, and makes sure that it has it: some file systems only nod.
  void give(Path file) throws IOException {
    PosixFileAttributeView view = view(file);
    if (user.isPresent() && !isOwnedBy(file, user.get())) {
      if (isNumber(user.get())) {
        Files.setAttribute(file, "unix:uid", number(user.get()), LinkOption.NOFOLLOW_LINKS);
      } else {
        var names = file.getFileSystem().getUserPrincipalLookupService();
        view.setOwner(names.lookupPrincipalByName(user.get()));
      }
    }
    if (group.isPresent() && !isOfGroup(file, group.get())) {
      if (isNumber(group.get())) {
        Files.setAttribute(file, "unix:gid", number(group.get()), LinkOption.NOFOLLOW_LINKS);
      } else {
        var names = file.getFileSystem().getUserPrincipalLookupService();
        view.setGroup(names.lookupPrincipalByGroupName(group.get()));
      }
    }
    Files.setPosixFilePermissions(file, mode); // last: chown(2) may take bits away
    if (!isOf(file)) {
      throw new IOException("its file system keeps neither owner nor mode");
    }
  }

  /// Whether the file has what is wanted.
  boolean isOf(Path file) throws IOException {
    return attributes(file).permissions().equals(mode)
        && (user.isEmpty() || isOwnedBy(file, user.get()))
        && (group.isEmpty() || isOfGroup(file, group.get()));
  }

  static boolean isOwnedBy(Path file, String user) throws IOException {
    return isNumber(user)
        ? Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(number(user))
        : attributes(file).owner().getName().equals(user);
  }

  private static boolean isOfGroup(Path file, String group) throws IOException {
    return isNumber(group)
        ? Files.getAttribute(file, "unix:gid", LinkOption.NOFOLLOW_LINKS).equals(number(group))
        : attributes(file).group().getName().equals(group);
  }

  private static boolean isNumber(String text) {
    return text.matches("[0-9]{1,10}");
  }

  private static Integer number(String text) {
    return Integer.parseUnsignedInt(text);
  }

  private static PosixFileAttributes attributes(Path file) throws IOException {
    return view(file).readAttributes();
  }

  private static PosixFileAttributeView view(Path file) {
    return Files.getFileAttributeView(
        file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }
}
