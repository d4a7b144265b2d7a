package dev.keelson.cli.dev;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keelson.console.ManagementAddress;
import dev.keelson.host.UnixAddress;
import dev.keelson.secret.PinFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/// The files of `keelson dev`, all below one directory that only its user may enter. What is there
/// stays: the token's key opens what an earlier start sealed.
///
/// @param dir absolute
record DevState(Path dir) {
  private static final FileAttribute<?> PRIVATE_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<?> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /// `$XDG_STATE_HOME/keelson/dev`, by the XDG Base Directory Specification.
  static Path defaultDir() {
    String xdg = System.getenv("XDG_STATE_HOME");
    Path base =
        xdg == null || !Path.of(xdg).isAbsolute()
            ? Path.of(System.getProperty("user.home"), ".local", "state")
            : Path.of(xdg);
    return base.resolve("keelson").resolve("dev");
  }

  Path config() {
    return dir.resolve("keelson.yaml");
  }

  Path softhsmConfig() {
    return dir.resolve("softhsm2.conf");
  }

  PinFile pin() {
    return new PinFile(dir.resolve("pin"));
  }

  PinFile soPin() {
    return new PinFile(dir.resolve("so-pin"));
  }

  UnixAddress defaultSocket() {
    return new UnixAddress.File(dir.resolve("kms.sock"));
  }

  /// No port, which another daemon of the host may have.
  ManagementAddress management() {
    return new ManagementAddress.Unix(dir.resolve("management.sock"));
  }

  /// Makes what is missing, and the configuration anew.
  void provide(SecureRandom random, String configuration) throws IOException {
    Files.createDirectories(dir.resolve("tokens"), PRIVATE_DIRECTORY);
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx------"));
    providePin(pin().path(), random);
    providePin(soPin().path(), random);
    replace(
        softhsmConfig(),
        List.of(
            "directories.tokendir = " + dir.resolve("tokens"),
            "objectstore.backend = file",
            "log.level = ERROR"));
    replace(config(), List.of(configuration));
  }

  private static void providePin(Path file, SecureRandom random) throws IOException {
    if (!Files.exists(file)) {
      byte[] entropy = new byte[18];
      random.nextBytes(entropy);
      replace(file, List.of(new String(Base64.getUrlEncoder().encode(entropy), UTF_8)));
    }
  }

  /// A file is whole or not there, however this ends.
  private static void replace(Path file, List<String> lines) throws IOException {
    Path fresh = Files.createTempFile(file.getParent(), ".new", null, PRIVATE_FILE);
    Files.write(fresh, lines);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
