package dev.keelson.secret;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// A PIN in a file that only its owner may read; one newline at its end is not part of the PIN.
public record PinFile(Path path) implements PinSource {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  @Override
  public Pin read() throws PinUnreadableException {
    var file = new SecretFile("PIN file " + path, path);
    try {
      file.refuseUnlessWithin(
          OWNER_ONLY,
          "chmod 0400 " + path + ", and change the PIN if strangers have an account here");
      return file.read();
    } catch (IOException e) {
      throw new PinUnreadableException(
          "PIN file " + path + " cannot be read: " + e,
          "let the daemon's user own it: chown keelson " + path + " && chmod 0400 " + path);
    }
  }
}
