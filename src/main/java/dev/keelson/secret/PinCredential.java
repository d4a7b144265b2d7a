package dev.keelson.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// A PIN that systemd hands to the service: the file of this name in `$CREDENTIALS_DIRECTORY`
/// (systemd.exec(5), LoadCredentialEncrypted=).
///
/// A command in a shell has no such variable. While the daemon runs, root and the daemon's user
/// read the very file that systemd made for it.
public record PinCredential(String name) implements PinSource {
  private static final String VARIABLE = "CREDENTIALS_DIRECTORY";
  private static final String SERVICE = "keelson.service";
  private static final Path OF_THE_SERVICE = Path.of("/run/credentials", SERVICE);
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
    return read(System.getenv(), OF_THE_SERVICE);
  }

  /// @param ofTheService where systemd has it for the daemon, while that runs
  Pin read(Map<String, String> environment, Path ofTheService) throws PinUnreadableException {
    String given = environment.get(VARIABLE);
    if (given == null) {
      return readFrom(directory(ofTheService));
    }
    if (!given.startsWith("/")) {
      throw lost("$" + VARIABLE + " names no directory");
    }
    return readFrom(Path.of(given));
  }

  private Path directory(Path ofTheService) throws PinUnreadableException {
    if (Files.isDirectory(ofTheService)) {
      return ofTheService;
    }
    throw lost("there is no $" + VARIABLE + ", and " + SERVICE + " does not run");
  }

  private PinUnreadableException lost(String why) {
    return new PinUnreadableException(
        "credential '" + name + "' cannot be looked for: " + why,
        "start the daemon by systemd, with "
            + unitLine()
            + "; for a command before that: systemd-run -qGtP --uid=keelson -p"
            + " LoadCredentialEncrypted="
            + name
            + " keelson …; or name a file: token.pin-file");
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
