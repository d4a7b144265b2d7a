package dev.keelson.cli.doctor.etcd;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keelson.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A real etcd with TLS for clients and peers, on ports of its own.
///
/// @param client the port of clients
/// @param peer the port of peers
public record EtcdProcess(Process process, Path dir, int client, int peer)
    implements AutoCloseable {

  /// Waits until it serves.
  ///
  /// @param flags beside those of ports and directory
  public static EtcdProcess start(Path dir, List<String> flags) throws Exception {
    int client = freePort();
    int peer = freePort();
    String peers = "https://127.0.0.1:" + peer;
    List<String> command = new ArrayList<>(List.of("etcd", "--data-dir=" + dir.resolve("data")));
    command.addAll(
        List.of(
            "--listen-client-urls=https://127.0.0.1:" + client,
            "--advertise-client-urls=https://127.0.0.1:" + client,
            "--listen-peer-urls=" + peers,
            "--initial-advertise-peer-urls=" + peers,
            "--initial-cluster=default=" + peers,
            "--listen-metrics-urls=http://127.0.0.1:" + freePort(),
            "--logger=zap",
            "--log-outputs=stderr"));
    command.addAll(flags);
    Path log = dir.resolve("etcd.log");
    var process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    var etcd = new EtcdProcess(process, dir, client, peer);
    Eventually.until(() -> etcd.serves(log));
    return etcd;
  }

  private boolean serves(Path log) throws IOException {
    String said = Files.readString(log);
    if (!process.isAlive()) {
      throw new AssertionError(said);
    }
    return said.contains("serving client traffic securely");
  }

  /// What `etcdctl` says, and how it ended.
  public record Said(int exit, String text) {}

  /// Asks as the holder of a pair does.
  public Said etcdctl(Path pair, String... words) throws Exception {
    List<String> command =
        Stream.concat(
                Stream.of(
                    "etcdctl",
                    "--endpoints=https://127.0.0.1:" + client,
                    "--cacert=" + dir.resolve("ca.crt"),
                    "--cert=" + pair,
                    "--key=" + pair),
                Stream.of(words))
            .toList();
    return run(new ProcessBuilder(command));
  }

  /// Runs a script that calls a bare `etcdctl`.
  public Said script(Path pair, String text) throws Exception {
    var bash = new ProcessBuilder("sh", "-eu", "-c", text);
    bash.environment().put("ETCDCTL_API", "3");
    bash.environment().put("ETCDCTL_ENDPOINTS", "https://127.0.0.1:" + client);
    bash.environment().put("ETCDCTL_CACERT", dir.resolve("ca.crt").toString());
    bash.environment().put("ETCDCTL_CERT", pair.toString());
    bash.environment().put("ETCDCTL_KEY", pair.toString());
    return run(bash);
  }

  private static Said run(ProcessBuilder builder) throws Exception {
    var started = builder.redirectErrorStream(true).start();
    String said = new String(started.getInputStream().readAllBytes(), UTF_8);
    return new Said(started.waitFor(), said);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
