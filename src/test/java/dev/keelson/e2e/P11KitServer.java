package dev.keelson.e2e;

import dev.keelson.Eventually;
import dev.keelson.token.SoftHsm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/// A real `p11-kit server` in front of a SoftHSM, as a network HSM's appliance is: what its client
/// library is connected to may die.
final class P11KitServer implements AutoCloseable {
  static final Path CLIENT =
      Path.of("/usr/lib/x86_64-linux-gnu/pkcs11/p11-kit-client.so").toAbsolutePath();

  private final SoftHsm hsm;
  private final String token;
  private final Path socket;
  private final Path log;
  private Process process;

  private P11KitServer(SoftHsm hsm, String token, Path dir) throws Exception {
    this.hsm = hsm;
    this.token = token;
    this.socket = dir.resolve("p11-kit.sock");
    this.log = dir.resolve("p11-kit.log");
    this.process = spawn();
  }

  /// @param dir for its socket
  static P11KitServer of(SoftHsm hsm, String token, Path dir) throws Exception {
    if (!Files.exists(CLIENT)) {
      throw new AssertionError(CLIENT + " is missing: apt-get install p11-kit-modules");
    }
    return new P11KitServer(hsm, token, dir);
  }

  /// For `module.environment` of a daemon on [#CLIENT].
  Map<String, String> environment() {
    return Map.of("P11_KIT_SERVER_ADDRESS", "unix:path=" + socket);
  }

  private Process spawn() throws Exception {
    Files.deleteIfExists(socket); // who was killed leaves it
    var builder =
        new ProcessBuilder(
                "p11-kit",
                "server",
                "--foreground",
                "--name",
                socket.toString(),
                "--provider",
                SoftHsm.LIBRARY.toString(),
                "pkcs11:token=" + token)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(hsm.environment());
    try {
      Process started = builder.start();
      Eventually.until(() -> Files.exists(socket) || !started.isAlive());
      return started;
    } catch (IOException e) {
      throw new AssertionError("p11-kit is not installed: apt-get install p11-kit", e);
    }
  }

  /// SIGKILL, for the server and for the process that it has for each connection.
  void kill() {
    var all = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
  }

  /// How many clients it serves.
  long connections() {
    return process.descendants().count();
  }

  void restart() throws Exception {
    process = spawn();
  }

  @Override
  public void close() {
    kill();
  }
}
