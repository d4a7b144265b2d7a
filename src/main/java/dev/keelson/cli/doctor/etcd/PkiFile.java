package dev.keelson.cli.doctor.etcd;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/// A file or directory of a PKI. What cannot be looked at breaks no rule.
record PkiFile(Path path) {
  private static final Set<PosixFilePermission> PUBLIC =
      PosixFilePermissions.fromString("rw-r--r--");
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rw-------");
  private static final byte[] KEY = "PRIVATE KEY-----".getBytes(ISO_8859_1);

  boolean isOf(Installation.Owner owner) {
    try {
      return Files.getAttribute(path, "unix:uid").equals(owner.uid())
          && Files.getAttribute(path, "unix:gid").equals(owner.gid());
    } catch (IOException _) {
      return true;
    }
  }

  boolean isTooOpenCertificate() {
    return Files.isRegularFile(path) && !isKey() && !within(PUBLIC);
  }

  boolean isTooOpenKey() {
    return Files.isRegularFile(path) && isKey() && !within(PRIVATE);
  }

  /// By its name, or because a bundle has one in it.
  private boolean isKey() {
    if (path.toString().endsWith(".key")) {
      return true;
    }
    try {
      byte[] bytes = SmallFile.bytes(path);
      boolean found = contains(bytes);
      Arrays.fill(bytes, (byte) 0);
      return found;
    } catch (IOException _) {
      return false;
    }
  }

  private static boolean contains(byte[] bytes) {
    for (int i = 0; i <= bytes.length - KEY.length; i++) {
      if (Arrays.mismatch(bytes, i, i + KEY.length, KEY, 0, KEY.length) < 0) {
        return true;
      }
    }
    return false;
  }

  private boolean within(Set<PosixFilePermission> most) {
    try {
      return most.containsAll(Files.getPosixFilePermissions(path));
    } catch (IOException _) {
      return true;
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
