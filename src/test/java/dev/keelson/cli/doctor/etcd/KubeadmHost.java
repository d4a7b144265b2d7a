package dev.keelson.cli.doctor.etcd;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keelson.cli.doctor.Chart;
import dev.keelson.cli.doctor.Finding;
import dev.keelson.cli.doctor.Mark;
import dev.keelson.cli.doctor.etcd.TestCa.Pair;
import dev.keelson.cli.doctor.etcd.TestCa.Wish;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/// A control-plane host as kubeadm leaves it, whose `/etc/kubernetes` is a directory of a test.
public record KubeadmHost(Path dir, TestCa etcdCa, TestCa keelson) {
  static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  public static KubeadmHost in(Path dir) throws Exception {
    var host = new KubeadmHost(dir, TestCa.root("etcd-ca"), TestCa.root("keelson-root"));
    Files.createDirectories(host.pki("etcd"));
    Files.createDirectories(dir.resolve("manifests"));
    Files.createDirectories(dir.resolve("proc"));
    host.write("etcd/ca.crt", host.etcdCa.pem());
    host.write("ca.crt", TestCa.root("kubernetes").pem());
    host.write("etcd/server", host.etcdCa.issue(Wish.both("cp1", "cp1", "localhost", "127.0.0.1")));
    host.write("etcd/peer", host.etcdCa.issue(Wish.both("cp1", "cp1", "127.0.0.1")));
    host.write(
        "apiserver-etcd-client", host.etcdCa.issue(Wish.client("kube-apiserver-etcd-client")));
    host.write(
        "etcd/healthcheck-client", host.etcdCa.issue(Wish.client("kube-etcd-healthcheck-client")));
    host.write("etcd/ca.key", "the key of etcd-ca\n");
    Files.setPosixFilePermissions(
        host.pki("etcd/ca.key"), PosixFilePermissions.fromString("rw-------"));
    host.manifest("etcd");
    host.manifest("kube-apiserver");
    return host;
  }

  /// One whose etcd trusts clients of Keelson alone.
  static KubeadmHost hardenedIn(Path dir) throws Exception {
    var host = in(dir);
    host.harden(NOW.plusSeconds(3600));
    return host;
  }

  /// @param nextCrl when another revocation list is due
  void harden(Instant nextCrl) throws Exception {
    write("etcd/keelson-root.crt", keelson.pem());
    TestCa issuing = keelson.below("keelson-issuing");
    writeBundle(issuing);
    write("etcd/healthcheck-client", issuing.issue(Wish.client("kubeadm", "kubeadm.internal")));
    write("apiserver-etcd-client", issuing.issue(Wish.client("apiserver", "apiserver.internal")));
    Files.write(pki("etcd/clients.crl"), keelson.crl(nextCrl));
    set("etcd", "trusted-ca-file", "/etc/kubernetes/pki/etcd/keelson-root.crt");
    set("etcd", "client-crl-file", "/etc/kubernetes/pki/etcd/clients.crl");
    set("etcd", "enable-grpc-gateway", "false");
    set("kube-apiserver", "etcd-certfile", "/etc/kubernetes/pki/apiserver-etcd-client.pem");
    set("kube-apiserver", "etcd-keyfile", "/etc/kubernetes/pki/apiserver-etcd-client.pem");
  }

  public Path pki(String name) {
    return dir.resolve("pki").resolve(name);
  }

  public Path manifestOf(String program) {
    return dir.resolve("manifests").resolve(program + ".yaml");
  }

  /// As `keelson cert keep` does: the key first, in one file.
  void writeBundle(TestCa issuing) throws Exception {
    writeBundle(
        issuing.issue(Wish.client("kube-apiserver", "kube-apiserver.etcd-client.internal")));
  }

  void writeBundle(Pair pair) throws Exception {
    Path file = Files.writeString(pki("apiserver-etcd-client.pem"), pair.keyPem() + pair.pem());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  void write(String name, Pair pair) throws Exception {
    write(name + ".crt", pair.pem());
    Path key = Files.writeString(pki(name + ".key"), pair.keyPem());
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
  }

  void write(String name, String text) throws Exception {
    Path file = Files.writeString(pki(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  private void manifest(String program) throws Exception {
    try (var in = KubeadmHost.class.getResourceAsStream("/kubeadm/" + program + ".yaml")) {
      String text = new String(in.readAllBytes(), UTF_8);
      Files.writeString(
          manifestOf(program),
          text.replace("path: /etc/kubernetes/pki", "path: " + dir.resolve("pki")));
    }
  }

  /// Adds a flag to a manifest, or gives it another value.
  public void set(String program, String flag, String value) throws Exception {
    remove(program, flag);
    edit(
        program,
        "    - " + program + "\n",
        "    - " + program + "\n    - --" + flag + "=" + value + "\n");
  }

  void remove(String program, String flag) throws Exception {
    String text = Files.readString(manifestOf(program));
    Files.writeString(manifestOf(program), text.replaceAll("(?m)^ *- --" + flag + "(=.*)?\n", ""));
  }

  public void edit(String program, String was, String is) throws Exception {
    String text = Files.readString(manifestOf(program));
    if (!text.contains(was)) {
      throw new AssertionError("nothing to edit: " + was);
    }
    Files.writeString(manifestOf(program), text.replace(was, is));
  }

  List<Finding> findings(String... options) throws Exception {
    return findingsAt(InstantSource.fixed(NOW), options);
  }

  /// What the doctor finds.
  public List<Finding> findingsAt(InstantSource clock, String... options) throws Exception {
    var read = new SourceOptions();
    String[] all =
        Stream.concat(
                Stream.of(
                    "--etcd-manifest=" + manifestOf("etcd"),
                    "--apiserver-manifest=" + manifestOf("kube-apiserver")),
                Stream.of(options))
            .toArray(String[]::new);
    new CommandLine(read).parseArgs(all);
    var chart = new Chart();
    var processes = new ProcTable(dir.resolve("proc"));
    new EtcdExamination(processes, clock, owner()).run(read, chart);
    return chart.findings();
  }

  List<Finding> bad(String... options) throws Exception {
    return findings(options).stream().filter(one -> one.mark() == Mark.BAD).toList();
  }

  /// Of the user who runs the tests.
  Installation.Owner owner() throws Exception {
    return new Installation.Owner(
        (Integer) Files.getAttribute(dir, "unix:uid"),
        (Integer) Files.getAttribute(dir, "unix:gid"));
  }
}
