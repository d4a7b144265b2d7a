package dev.keelson.e2e;

import dev.keelson.Daemon;
import dev.keelson.config.ConfigFile;
import dev.keelson.host.UnixAddress;
import dev.keelson.token.PinGuard;
import dev.keelson.token.SoftHsm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// A directory with all that a daemon needs: a token with a key of keyring `prod` on the [Device]
/// under test, the file of its PIN, and room for sockets and configurations.
public record Site(Path dir) {
  static final String TOKEN = "keelson";
  static final String KEYRING = "prod";

  public static Site in(Path dir) throws Exception {
    return in(dir, Instant.parse("2026-01-01T00:00:00Z"));
  }

  static Site in(Path dir, Instant activation) throws Exception {
    Device.underTest().provide(dir, activation);
    var site = new Site(dir);
    site.writePin(SoftHsm.PIN);
    Files.createDirectory(site.socketDir());
    return site;
  }

  public Path pinFile() {
    return dir.resolve("pin");
  }

  public void writePin(String pin) throws IOException {
    Files.deleteIfExists(pinFile());
    Files.writeString(pinFile(), pin + "\n");
    Files.setPosixFilePermissions(pinFile(), PosixFilePermissions.fromString("r--------"));
  }

  /// With nothing else in it, so that what is left over shows.
  Path socketDir() {
    return dir.resolve("run");
  }

  public Path socket() {
    return socketDir().resolve("kms.sock");
  }

  public UnixAddress address() {
    return new UnixAddress.File(socket());
  }

  List<String> besideSocket() throws IOException {
    try (Stream<Path> files = Files.list(socketDir())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /// A good configuration. The socket's section comes last, so more of its keys can be appended.
  public String yaml() {
    return yaml(address());
  }

  String yaml(UnixAddress address) {
    return String.format(
        Locale.ROOT,
        """
        keyring: prod
        state-dir: %s
        %stoken:
          label: keelson
          pin-file: %s
        canary:
          interval: 1s
        management:
          address: off
        socket:
          address: "%s"
        """,
        dir.resolve("state"),
        Device.underTest().yaml(dir),
        pinFile(),
        address);
  }

  public Path write(String yaml) throws IOException {
    return Files.writeString(dir.resolve("keelson.yaml"), yaml);
  }

  /// A daemon in this process.
  public Daemon start(String yaml) throws Exception {
    return Daemon.start(ConfigFile.read(write(yaml)), PinGuard.Risk.AVOID);
  }

  Daemon start() throws Exception {
    return start(yaml());
  }

  /// A daemon in a process of its own, ready.
  KeelsonProcess serve(String yaml) throws Exception {
    return KeelsonProcess.start("serve", "--config", write(yaml).toString()).await("ready socket=");
  }

  KeelsonProcess serve() throws Exception {
    return serve(yaml());
  }
}
