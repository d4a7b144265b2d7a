package dev.keelson.cli.doctor.etcd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cli.doctor.Finding;
import dev.keelson.cli.doctor.Mark;
import dev.keelson.cli.doctor.etcd.TestCa.Wish;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EtcdDoctorTest {
  @TempDir private Path dir;

  @Nested
  class OfAHostAsKubeadmLeavesIt {
    @Test
    void findsTheSharedCaAndTheNamelessClient() throws Exception {
      var host = KubeadmHost.in(dir);
      assertThat(host.bad())
          .extracting(Finding::seen)
          .satisfiesExactly(
              one -> assertThat(one).startsWith("clients and peers trust the same CA, CN=etcd-ca"),
              one -> assertThat(one).contains("CN=kube-apiserver-etcd-client has no SAN"),
              one -> assertThat(one).contains("healthcheck-client.crt has no SAN"));
      assertThat(host.findings())
          .filteredOn(one -> one.mark() == Mark.WARN)
          .extracting(Finding::seen)
          .anyMatch(seen -> seen.contains("there is no --client-crl-file"));
    }

    /// By key: the same CA under another name is still the same CA.
    @Test
    void findsTheSharedCaInACopyOfItsFile() throws Exception {
      var host = KubeadmHost.in(dir);
      Files.copy(host.pki("etcd/ca.crt"), host.pki("etcd/copy.crt"));
      host.set("etcd", "trusted-ca-file", "/etc/kubernetes/pki/etcd/copy.crt");
      assertThat(host.bad()).anyMatch(one -> one.seen().contains("trust the same CA"));
    }

    @Test
    void hasLessToSayWhenPeersAreKnownByName() throws Exception {
      var host = KubeadmHost.in(dir);
      host.set("etcd", "peer-cert-allowed-hostname", "cp1");
      assertThat(host.findings())
          .filteredOn(one -> one.seen().contains("trust the same CA"))
          .extracting(Finding::mark)
          .containsExactly(Mark.WARN);
    }
  }

  @Nested
  class OfAHostThatTrustsClientsOfKeelsonAlone {
    private KubeadmHost host;

    @BeforeEach
    void harden() throws Exception {
      host = KubeadmHost.hardenedIn(dir);
    }

    @Test
    void findsNothingBad() throws Exception {
      assertThat(host.bad()).isEmpty();
      assertThat(host.findings())
          .extracting(Finding::seen)
          .contains(
              "no CA of clients is one of peers",
              "etcd takes kube-apiserver's CN=kube-apiserver",
              "the JSON gateway is off",
              "it is etcd 3.5.33");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        nullValues = "-",
        textBlock =
            """
            etcd | cert-file             | -     | 2.1, etcd has --cert-file
            etcd | client-cert-auth      | false | 2.2, etcd has --client-cert-auth
            etcd | auto-tls              | true  | 2.3, etcd has no --auto-tls
            etcd | peer-key-file         | -     | 2.4, etcd has --peer-cert-file
            etcd | peer-client-cert-auth | -     | 2.5, etcd has --peer-client-cert-auth
            etcd | peer-auto-tls         | 1     | 2.6, etcd has no --peer-auto-tls
            etcd | trusted-ca-file       | -     | --client-cert-auth stands without --trusted-ca-file
            etcd | trusted-ca-file       | /etc/kubernetes/pki/etcd/ca.crt | leads to no CA of --trusted-ca-file
            etcd | trusted-ca-file       | /etc/kubernetes/pki/none.crt | so every handshake fails
            etcd | key-file              | /etc/kubernetes/pki/etcd/none.key | cannot be read
            etcd | listen-client-urls    | http://0.0.0.0:2379 | whoever reaches it owns the cluster
            etcd | enable-grpc-gateway   | -     | the JSON gateway cannot call etcd with --cert-file, which is of no CA
            etcd | client-cert-allowed-hostname | other.internal | carries no name of --client-cert-allowed-hostname
            etcd | client-crl-file       | /etc/kubernetes/pki/etcd/none.crl | so etcd refuses everybody
            kube-apiserver | etcd-keyfile   | - | 1.2.23, kube-apiserver has --etcd-certfile
            kube-apiserver | etcd-cafile    | - | 1.2.26, kube-apiserver has --etcd-cafile
            kube-apiserver | etcd-cafile    | /etc/kubernetes/pki/ca.crt | leads to no CA of --etcd-cafile
            kube-apiserver | client-ca-file | /etc/kubernetes/pki/etcd/keelson-root.crt | 2.7, etcd has a CA of its own
            """)
    void findsAFlagThatIsWrong(String program, String flag, String value, String seen)
        throws Exception {
      if (value == null) {
        host.remove(program, flag);
      } else {
        host.set(program, flag, value);
      }
      assertFinds(host.bad(), seen);
    }

    @Test
    void findsACertificateThatIsNotForClients() throws Exception {
      host.writeBundle(host.keelson().issue(Wish.server("kube-apiserver", "a.internal")));
      assertFinds(host.bad(), "is not for clients (EKU clientAuth): etcd refuses it");
    }

    /// No flag names it.
    @Test
    void findsTheOldPairThatIsStillThere() throws Exception {
      host.write("etcd/old", host.etcdCa().issue(Wish.client("old")));
      assertFinds(host.bad(), "old.crt has no SAN, so the peers' port takes it");
      host.write("etcd/old", host.etcdCa().issue(Wish.client("old", "a.internal")));
      assertThat(host.bad()).isEmpty();
    }

    @Test
    void isNotTakenInByTheNameOfACa() throws Exception {
      host.writeBundle(TestCa.root("keelson-root").issue(Wish.client("x", "a.internal")));
      assertFinds(host.bad(), "leads to no CA of --trusted-ca-file");
    }

    @Test
    void findsACertificateThatDoesNotSayWhatItIsFor() throws Exception {
      host.writeBundle(host.keelson().issue(Wish.client("x", "a.internal").forUse()));
      assertFinds(host.bad(), "has no extended key usage");
    }

    @Test
    void findsAnExpiredCertificateAndOneThatWillBe() throws Exception {
      Instant hour = KubeadmHost.NOW.plus(Duration.ofHours(1));
      host.writeBundle(host.keelson().issue(Wish.client("x", "a.internal").until(hour)));
      assertThat(host.findings())
          .anyMatch(one ->
              one.mark() == Mark.WARN && one.seen().contains("should have been renewed by now"));
      Instant gone = KubeadmHost.NOW.minusSeconds(1);
      host.writeBundle(host.keelson().issue(Wish.client("x", "a.internal").until(gone)));
      assertFinds(host.bad(), "has expired at " + gone);
    }

    @Test
    void findsFilesThatOthersCanReadOrWrite() throws Exception {
      mode("etcd/server.key", "rw-r-----");
      assertFinds(host.bad(), "1.1.21: private keys are 600");
      mode("etcd/server.key", "rw-------");
      mode("apiserver-etcd-client.pem", "rw-r--r--");
      assertFinds(host.bad(), host.pki("apiserver-etcd-client.pem").toString());
      mode("apiserver-etcd-client.pem", "rw-------");
      mode("etcd/ca.crt", "rw-rw-r--");
      assertFinds(host.bad(), "1.1.20: certificates are 644");
    }

    private void mode(String name, String mode) throws Exception {
      Files.setPosixFilePermissions(host.pki(name), PosixFilePermissions.fromString(mode));
    }

    @Test
    void leavesTheGatewayOnWhenItHasAPairOfItsOwn() throws Exception {
      host.remove("etcd", "enable-grpc-gateway");
      host.write("etcd/gateway", host.keelson().issue(Wish.client("gateway", "a.internal")));
      host.set("etcd", "client-cert-file", "/etc/kubernetes/pki/etcd/gateway.crt");
      host.set("etcd", "client-key-file", "/etc/kubernetes/pki/etcd/gateway.key");
      assertThat(host.bad()).isEmpty();
      host.write("etcd/gateway", host.keelson().issue(Wish.server("gateway", "a.internal")));
      assertFinds(host.bad(), "with --client-cert-file, which is not for clients");
    }

    @Test
    void saysThatItCannotTellTheVersion() throws Exception {
      host.edit("etcd", "image: registry.k8s.io/etcd:3.5.33-0", "image: example.org/etcd:latest");
      host.set("etcd", "listen-metrics-urls", "http://127.0.0.1:1");
      assertThat(host.findings())
          .anyMatch(one -> one.seen().contains("which version of etcd this is cannot be told"));
      assertThat(host.findings("--etcd-version", "v3.6.14"))
          .anyMatch(one -> one.seen().equals("it is etcd 3.6.14"));
    }
  }

  @Nested
  class OfARevocationList {
    private KubeadmHost host;

    @BeforeEach
    void harden() throws Exception {
      host = KubeadmHost.hardenedIn(dir);
    }

    private void crl(byte[] bytes) throws Exception {
      Files.write(host.pki("etcd/clients.crl"), bytes);
    }

    private byte[] fresh() throws Exception {
      return host.keelson().crl(KubeadmHost.NOW.plusSeconds(3600));
    }

    @Test
    void findsOneThatIsEmptyOrCutOff() throws Exception {
      crl(new byte[0]);
      assertFinds(host.bad(), "it is empty, so etcd refuses everybody");
      byte[] whole = fresh();
      crl(Arrays.copyOf(whole, whole.length - 1));
      assertFinds(host.bad(), "it is cut off");
      crl(Arrays.copyOf(whole, whole.length + 1));
      assertFinds(host.bad(), "has something behind the list");
    }

    @Test
    void findsPemWhereEtcdReadsDerAlone() throws Exception {
      crl(TestCa.pem("X509 CRL", fresh()).getBytes(US_ASCII));
      assertFinds(host.bad("--etcd-version=3.6.14"), "etcd 3.6 and later read DER alone");
      assertThat(host.bad("--etcd-version=3.5.33")).isEmpty();
      assertThat(host.findings("--etcd-version=3.5.33"))
          .anyMatch(one -> one.mark() == Mark.WARN && one.seen().contains("an upgrade to 3.6"));
    }

    @Test
    void tellsWhenItsWriterHasStopped() throws Exception {
      crl(host.keelson().crl(KubeadmHost.NOW.minusSeconds(1)));
      assertThat(host.bad()).isEmpty();
      assertThat(host.findings())
          .anyMatch(one -> one.seen().contains("should have been replaced at"));
    }

    @Test
    void findsTheCertificateThatIsInUse() throws Exception {
      var pair = host.keelson().issue(Wish.client("kube-apiserver", "a.internal"));
      host.writeBundle(pair);
      crl(host.keelson().crl(KubeadmHost.NOW.plusSeconds(3600), pair.leaf()));
      assertFinds(host.bad(), "has the serial of CN=kube-apiserver");
    }

    @Test
    void findsAReleaseThatDoesNotLookAtIt() throws Exception {
      host.set("etcd", "listen-client-http-urls", "https://127.0.0.1:2382");
      assertFinds(host.bad("--etcd-version=3.5.31"), "GHSA-3wh4-j44w-pg92");
      assertThat(host.bad("--etcd-version=3.5.33")).isEmpty();
    }
  }

  private static void assertFinds(List<Finding> bad, String seen) {
    assertThat(bad)
        .isNotEmpty()
        .anySatisfy(one -> assertThat(one.seen()).contains(seen))
        .allSatisfy(one -> assertThat(one.fix()).isNotEmpty());
  }
}
