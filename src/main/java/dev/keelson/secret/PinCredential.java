package dev.keelson.secret;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// A PIN that systemd hands to the service: the file of this name in `$CREDENTIALS_DIRECTORY`
/// (systemd.exec(5), LoadCredentialEncrypted=).
public record PinCredential(String name) implements PinSource {
  private static final String VARIABLE = "CREDENTIALS_DIRECTORY";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /// The mode is 0400 in a directory of 0500; or 0440 in 0550, of root, when systemd lets the
  /// unit's user in by an ACL, whose mask a mode shows as its group (systemd issue 29435).
  private static final Set<PosixFilePermission> OWNER_OR_ACL =
      PosixFilePermissions.fromString("rwxr-x---");

  public PinCredential {
    if (!NAME.matcher(name).matches() || name.contains("..") || name.equals(".")) {
      throw new IllegalArgumentException(
          "a credential's name is 1 to 64 of A-Z, a-z, 0-9, '.', '_', '-', without '..'");
    }
  }

  @Override
  public Pin read() throws PinUnreadableException {
    return read(System.getenv());
  }

  Pin read(Map<String, String> environment) throws PinUnreadableException {
    String given = environment.get(VARIABLE);
    if (given == null || !given.startsWith("/")) {
      throw new PinUnreadableException(
          "credential '" + name + "' cannot be looked for: $" + VARIABLE + " names no directory",
          "start the daemon by systemd, with " + unitLine() + "; or name a file: token.pin-file");
    }
    return readFrom(Path.of(given));
  }

  private Pin readFrom(Path directory) throws PinUnreadableException {
    var around = new SecretFile("credentials directory " + directory, directory);
    var file = new SecretFile("credential " + directory.resolve(name), directory.resolve(name));
    String remedy = "let systemd make it, with " + unitLine() + ", and change the PIN";
    try {
      around.refuseUnlessWithin(OWNER_OR_ACL, remedy);
      file.refuseUnlessWithin(OWNER_OR_ACL, remedy);
      return file.read();
    } catch (IOException e) {
      throw new PinUnreadableException(
          "credential '" + name + "' cannot be read: " + e, "let the unit have " + unitLine());
    }
  }

  private String unitLine() {
    return "LoadCredentialEncrypted=" + name + ":FILE";
  }
}
