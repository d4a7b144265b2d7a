package dev.keelson.cli.doctor.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.cli.doctor.Chart;
import dev.keelson.cli.doctor.Finding;
import dev.keelson.cli.doctor.Mark;
import dev.keelson.cli.doctor.etcd.TestCa.Pair;
import dev.keelson.cli.doctor.etcd.TestCa.Wish;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Whether etcd does what the doctor says of it: found by its pid, with no manifest at all.
@Timeout(120)
class RealEtcdDoctorTest {
  @TempDir private Path dir;
  private KubeadmHost host;

  @BeforeEach
  void writePki() throws Exception {
    host = KubeadmHost.in(dir);
    Files.copy(host.pki("etcd/ca.crt"), dir.resolve("ca.crt"));
  }

  private EtcdProcess etcd(String trusted, String... more) throws Exception {
    Path pki = host.pki("etcd");
    var flags =
        new ArrayList<>(
            List.of(
                "--cert-file=" + pki.resolve("server.crt"),
                "--key-file=" + pki.resolve("server.key"),
                "--client-cert-auth",
                "--trusted-ca-file=" + pki.resolve(trusted),
                "--peer-cert-file=" + pki.resolve("peer.crt"),
                "--peer-key-file=" + pki.resolve("peer.key"),
                "--peer-client-cert-auth",
                "--peer-trusted-ca-file=" + pki.resolve("ca.crt")));
    flags.addAll(List.of(more));
    return EtcdProcess.start(dir, flags);
  }

  private List<Finding> findings(EtcdProcess etcd) throws Exception {
    var options = new SourceOptions();
    new CommandLine(options)
        .parseArgs(
            "--etcd-pid=" + etcd.process().pid(),
            "--apiserver-manifest=" + host.manifestOf("kube-apiserver"));
    var chart = new Chart();
    new EtcdExamination(new ProcTable(Path.of("/proc")), InstantSource.system(), host.owner())
        .run(options, chart);
    return chart.findings();
  }

  @Test
  void opensThePeersPortToANamelessClientOfTheSharedCa() throws Exception {
    Pair nameless = host.etcdCa().issue(Wish.client("kube-apiserver-etcd-client"));
    Pair named = host.etcdCa().issue(Wish.client("kube-apiserver", "a.etcd-client.internal"));
    try (var etcd = etcd("ca.crt")) {
      assertThat(findings(etcd))
          .filteredOn(one -> one.mark() == Mark.BAD)
          .extracting(Finding::seen)
          .satisfiesExactly(
              one -> assertThat(one).startsWith("clients and peers trust the same CA"),
              one -> assertThat(one).contains("has no SAN, so the peers' port takes it"),
              one -> assertThat(one).contains("healthcheck-client.crt has no SAN"));
      assertThat(membersByPeerPort(etcd, nameless)).isEqualTo(200);
      assertThatThrownBy(() -> membersByPeerPort(etcd, named)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void keepsClientsOfACaOfTheirOwnOutOfThePeersPort() throws Exception {
    host.harden(Instant.parse("2099-01-01T00:00:00Z"));
    Pair client = host.keelson().issue(Wish.client("kube-apiserver"));
    Path crl = host.pki("etcd/clients.crl");
    try (var etcd =
        etcd("keelson-root.crt", "--client-crl-file=" + crl, "--enable-grpc-gateway=false")) {
      assertThat(findings(etcd)).noneMatch(one -> one.mark() == Mark.BAD);
      assertThat(findings(etcd)).anyMatch(one -> one.seen().equals("it is etcd 3.4.23"));
      assertThatThrownBy(() -> membersByPeerPort(etcd, client)).isInstanceOf(IOException.class);
      Path bundle = host.pki("apiserver-etcd-client.pem");
      assertThat(etcd.etcdctl(bundle, "put", "k", "v").text()).isEqualTo("OK\n");
      Files.write(crl, new byte[0]);
      assertThat(findings(etcd))
          .anyMatch(one -> one.seen().contains("it is empty, so etcd refuses everybody"));
      assertThat(etcd.etcdctl(bundle, "--command-timeout=1s", "put", "k", "v").exit()).isNotZero();
    }
  }

  private int membersByPeerPort(EtcdProcess etcd, Pair pair) throws Exception {
    try (var http =
        HttpClient.newBuilder().version(Version.HTTP_1_1).sslContext(tls(pair)).build()) {
      var request = URI.create("https://127.0.0.1:" + etcd.peer() + "/members");
      return http.send(HttpRequest.newBuilder(request).build(), BodyHandlers.discarding())
          .statusCode();
    }
  }

  private SSLContext tls(Pair pair) throws Exception {
    var keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    char[] none = {};
    keys.setKeyEntry(
        "pair", pair.keys().getPrivate(), none, pair.chain().toArray(Certificate[]::new));
    var mine = KeyManagerFactory.getInstance("PKIX");
    mine.init(keys, none);
    var cas = KeyStore.getInstance("PKCS12");
    cas.load(null, null);
    cas.setCertificateEntry("ca", host.etcdCa().chain().getFirst());
    var trusted = TrustManagerFactory.getInstance("PKIX");
    trusted.init(cas);
    var context = SSLContext.getInstance("TLS");
    context.init(mine.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }
}
