package dev.keelson.config;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// A socket file's mode, as chmod(1) takes it. Calling needs write permission (unix(7)).
final class SocketMode {
  private static final int SPECIAL = 0_7000;
  private static final int EXECUTE = 0_111;
  private static final int OTHERS = 0_007;
  private static final int OWNER = 0_600;

  private SocketMode() {}

  /// Takes three or four octal digits.
  static Set<PosixFilePermission> parse(String octal) {
    int mode = Integer.parseInt(octal, 8);
    if ((mode & SPECIAL) != 0) {
      throw new IllegalArgumentException("mode " + octal + " has setuid, setgid or sticky bits");
    }
    if ((mode & OTHERS) != 0) {
      throw new IllegalArgumentException("mode " + octal + " lets every user of the host in");
    }
    if ((mode & EXECUTE) != 0) {
      throw new IllegalArgumentException(
          "mode " + octal + " has execute bits: nobody runs a socket");
    }
    if ((mode & OWNER) != OWNER) {
      throw new IllegalArgumentException("mode " + octal + " keeps the daemon's own user out");
    }
    return PosixFilePermissions.fromString(symbols(mode));
  }

  private static String symbols(int mode) {
    var symbols = new StringBuilder();
    for (int bit = 8; bit >= 0; bit--) {
      symbols.append((mode >> bit & 1) == 1 ? "xwr".charAt(bit % 3) : '-');
    }
    return symbols.toString();
  }
}
