package dev.keelson.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keelson.Eventually;
import dev.keelson.enrollment.keep.SoftCa;
import dev.keelson.enrollment.keep.SoftPem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/// A real etcd on loopback that lets nobody in without a certificate.
public final class Etcd implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/etcd");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final Ports ports;
  private final Path serverCa;
  private final Path crl;
  private final Path log;

  /// Where it listens: the peers trust the clients' root too, as kubeadm has it.
  private record Ports(int client, int peer, int metrics) {
    static Ports free() throws IOException {
      return new Ports(freePort(), freePort(), freePort());
    }
  }

  private Etcd(Process process, Ports ports, Path dir) {
    this.process = process;
    this.ports = ports;
    this.serverCa = dir.resolve("server-ca.crt");
    this.crl = dir.resolve("client.crl");
    this.log = dir.resolve("etcd.log");
  }

  /// Starts one that trusts clients of this root, less those on a list that is empty yet.
  ///
  /// @param dir empty, and its own
  /// @param crl in DER
  public static Etcd start(Path dir, X509Certificate clientRoot, byte[] crl) throws Exception {
    return start(dir, List.of(clientRoot), crl);
  }

  /// The same, of several roots.
  public static Etcd start(Path dir, List<X509Certificate> clientRoots, byte[] crl)
      throws Exception {
    if (!Files.isExecutable(PROGRAM)) {
      throw new AssertionError(PROGRAM + " is not here: apt-get install etcd-server");
    }
    writeFiles(dir, clientRoots);
    Files.write(dir.resolve("client.crl"), crl);
    var ports = Ports.free();
    Process process =
        new ProcessBuilder(command(dir, ports))
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("etcd.log").toFile())
            .start();
    var etcd = new Etcd(process, ports, dir);
    try {
      Eventually.until(() -> etcd.isHealthy());
      return etcd;
    } catch (Exception | AssertionError e) {
      etcd.close();
      throw e;
    }
  }

  private static void writeFiles(Path dir, List<X509Certificate> clientRoots) throws Exception {
    SoftCa own = SoftCa.named("etcd server");
    Instant now = Instant.ofEpochSecond(0);
    var wish =
        new SoftCa.Wish(
            "etcd",
            "127.0.0.1",
            now,
            now.plus(Duration.ofDays(36_000)),
            KeyPurposeId.id_kp_serverAuth);
    Files.write(dir.resolve("server.pem"), SoftPem.bundle(own.pairOfTheRoot(wish)));
    Files.write(dir.resolve("server-ca.crt"), SoftPem.certificates(List.of(own.root())));
    Files.write(dir.resolve("client-ca.crt"), SoftPem.certificates(clientRoots));
  }

  private static List<String> command(Path dir, Ports ports) {
    String url = "https://127.0.0.1:" + ports.client();
    String peer = "https://127.0.0.1:" + ports.peer();
    List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
    command.add("--data-dir=" + dir.resolve("data"));
    command.add("--listen-client-urls=" + url);
    command.add("--advertise-client-urls=" + url);
    command.add("--listen-peer-urls=" + peer);
    command.add("--initial-advertise-peer-urls=" + peer);
    command.add("--initial-cluster=default=" + peer);
    command.add("--listen-metrics-urls=http://127.0.0.1:" + ports.metrics());
    command.add("--cert-file=" + dir.resolve("server.pem"));
    command.add("--key-file=" + dir.resolve("server.pem"));
    command.add("--peer-cert-file=" + dir.resolve("server.pem"));
    command.add("--peer-key-file=" + dir.resolve("server.pem"));
    command.add("--peer-client-cert-auth=true");
    command.add("--peer-trusted-ca-file=" + dir.resolve("client-ca.crt"));
    command.add("--client-cert-auth=true");
    command.add("--trusted-ca-file=" + dir.resolve("client-ca.crt"));
    command.add("--client-crl-file=" + dir.resolve("client.crl"));
    command.add("--enable-grpc-gateway=false"); // it would call etcd with the server's certificate
    command.addAll(List.of("--heartbeat-interval=10", "--election-timeout=100"));
    return command;
  }

  private boolean isHealthy() throws Exception {
    if (!process.isAlive()) {
      throw new AssertionError("etcd ended:\n" + Files.readString(log));
    }
    try {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.metrics() + "/health"));
      var answer = HTTP.send(request.build(), BodyHandlers.ofString());
      return answer.statusCode() == 200 && answer.body().contains("\"true\"");
    } catch (IOException _) {
      return false;
    }
  }

  public static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  public String url() {
    return "https://127.0.0.1:" + ports.client();
  }

  /// What a peer asks first, of the port where peers talk.
  public URI members() {
    return URI.create("https://127.0.0.1:" + ports.peer() + "/members");
  }

  /// The CA of etcd's own certificate.
  public Path serverCa() {
    return serverCa;
  }

  /// Which etcd reads at each connection.
  public void publish(byte[] revocations) throws IOException {
    Path fresh = Files.write(crl.resolveSibling("client.crl.new"), revocations);
    Files.move(fresh, crl, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Debian's etcdctl, with the pair of a bundle.
  ///
  /// @return what it printed
  public String ctl(Path bundle, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("/usr/bin/etcdctl", "--endpoints=" + url(), "--cacert=" + serverCa));
    command.addAll(List.of("--cert=" + bundle, "--key=" + bundle));
    command.addAll(List.of(arguments));
    var etcdctl = new ProcessBuilder(command).redirectErrorStream(true);
    etcdctl.environment().put("ETCDCTL_API", "3");
    Process running = etcdctl.start();
    String said = new String(running.getInputStream().readAllBytes(), UTF_8);
    if (running.waitFor() != 0) {
      throw new AssertionError(String.join(" ", command) + ": " + said);
    }
    return said;
  }

  public String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() {
    process.destroy();
    if (process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join().isAlive()) {
      process.destroyForcibly().onExit().join();
    }
  }
}
