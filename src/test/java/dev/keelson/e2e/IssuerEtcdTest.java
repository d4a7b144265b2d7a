package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bouncycastle.asn1.x509.KeyPurposeId.id_kp_clientAuth;
import static org.bouncycastle.asn1.x509.KeyPurposeId.id_kp_serverAuth;

import dev.keelson.Daemon;
import dev.keelson.Eventually;
import dev.keelson.cli.KeelsonCommand;
import dev.keelson.enrollment.keep.Reconnecting;
import dev.keelson.enrollment.keep.SoftCa;
import dev.keelson.enrollment.keep.SoftPem;
import dev.keelson.issuer.Authority;
import dev.keelson.issuer.AuthorityFiles;
import dev.keelson.issuer.SoftAuthority;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real etcd that trusts the authority of a real daemon, and reads its list of the revoked.
@Timeout(90)
class IssuerEtcdTest {
  @TempDir private Path dir;
  private IssuerSite site;
  private Daemon daemon;
  private Enrollee enrollee;
  private Etcd etcd;

  /// An authority like the daemon's, whose keys a thief has.
  private SoftAuthority robbed;

  @BeforeEach
  void serve() throws Exception {
    site = IssuerSite.withAuthority(dir);
    robbed = SoftAuthority.in(dir.resolve("robbed"), InstantSource.system().instant());
    Path own = Files.createDirectory(dir.resolve("etcd"));
    Files.createSymbolicLink(own.resolve("client.crl"), site.crl());
    var roots = List.of(root(site.authority()), root(robbed.files()));
    etcd = Etcd.start(own, roots, Files.readAllBytes(site.crl()));
    daemon = site.site().start(site.yaml());
    Eventually.until(() -> Files.exists(site.site().socketDir().resolve("issuer.sock")));
    enrollee = site.enrollee();
  }

  private static X509Certificate root(AuthorityFiles files) throws Exception {
    return AuthorityFiles.certificates(files.root()).getFirst();
  }

  @AfterEach
  void stop() {
    enrollee.close();
    daemon.close();
    etcd.close();
  }

  private Path bundle(String name, Enrollee.Pair pair) throws Exception {
    String pem =
        AuthorityFiles.pem("PRIVATE KEY", pair.key().getPrivate().getEncoded())
            + AuthorityFiles.pem(pair.chain());
    return Files.writeString(dir.resolve(name), pem);
  }

  private void assertLetIn(Path bundle) throws Exception {
    assertThat(etcd.ctl(bundle, "put", "/registry/x", "1")).isEqualTo("OK\n");
  }

  private void assertRefused(Path bundle) {
    assertThat(isLetIn(bundle)).isFalse();
  }

  private boolean isLetIn(Path bundle) {
    try {
      etcd.ctl(bundle, "get", "/registry/x", "--command-timeout=1s", "--dial-timeout=1s");
      return true;
    } catch (AssertionError e) {
      return false;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void letsInWhomTheIssuerCertifiedAndNobodyElse() throws Exception {
    Path good = bundle("good.pem", enrollee.issue("apiserver"));
    assertLetIn(good);
    assertThat(etcd.ctl(good, "get", "/registry/x", "--print-value-only")).isEqualTo("1\n");

    SoftCa other = SoftCa.named("other");
    var wish = SoftCa.Wish.client(InstantSource.system().instant(), Duration.ofHours(1));
    Path stranger = dir.resolve("stranger.pem");
    Files.write(stranger, SoftPem.bundle(other.pair(wish)));
    assertRefused(stranger);

    Path brief = bundle("brief.pem", enrollee.issue("fleeting"));
    assertLetIn(brief);
    Eventually.until(() -> !isLetIn(brief));
    assertThat(etcd.log()).contains("expired");
  }

  @Test
  void takesNothingThatAStolenIssuingKeyWouldSignBeyondItsConstraints() throws Exception {
    assertLetIn(bundle("client.pem", signedByTheThief(id_kp_clientAuth, dns("x.keelson.invalid"))));
    assertRefused(
        bundle("server.pem", signedByTheThief(id_kp_serverAuth, dns("x.keelson.invalid"))));
    assertRefused(
        bundle("name.pem", signedByTheThief(id_kp_clientAuth, dns("etcd.kube-system.svc"))));
    assertRefused(
        bundle(
            "ip.pem",
            signedByTheThief(
                id_kp_clientAuth, new GeneralName(GeneralName.iPAddress, "127.0.0.1"))));
  }

  /// etcd compares the names of a peer's certificate with the address that it comes from; one
  /// without names passes.
  @Test
  void letsNoClientInWherePeersTalk() throws Exception {
    assertThat(isAPeer(enrollee.issue("apiserver"))).isFalse();
    assertThat(etcd.log()).contains("does not match any of DNSNames");
    assertThat(isAPeer(signedByTheThief(id_kp_clientAuth))).as("without names").isTrue();
  }

  private boolean isAPeer(Enrollee.Pair pair) throws Exception {
    var keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry(
        "pair", pair.key().getPrivate(), new char[0], pair.chain().toArray(X509Certificate[]::new));
    keys.setCertificateEntry("etcd", AuthorityFiles.certificates(etcd.serverCa()).getFirst());
    var own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, new char[0]);
    var trusted = TrustManagerFactory.getInstance("PKIX");
    trusted.init(keys);
    var tls = SSLContext.getInstance("TLS");
    tls.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    try (var http = peerClient(tls)) {
      var request = HttpRequest.newBuilder(etcd.members()).build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static HttpClient peerClient(SSLContext tls) {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(tls).build();
  }

  @Test
  void refusesWhatIsRevokedAndSaysSoToWhoAsks() throws Exception {
    Path stolen = bundle("stolen.pem", enrollee.issue("apiserver"));
    Path good = bundle("good.pem", enrollee.issue("apiserver"));
    assertLetIn(stolen);
    String serial = serialOf(stolen);
    String said = revoke(serial, stolen);
    assertThat(said).contains("revoked " + serial, etcd.url() + " refuses it", "live on");
    assertRefused(stolen);
    assertLetIn(good);
    assertThat(run("cert", "list", "--socket", site.address().toString()))
        .contains(serial, "revoked", "issued");
  }

  private static String serialOf(Path bundle) throws Exception {
    var json = run("cert", "show", bundle.toString(), "-o", "json");
    return json.replaceAll("(?s).*?\"serial\":\"([0-9a-f]+)\".*", "$1");
  }

  private String revoke(String serial, Path bundle) {
    return run(
        "cert",
        "revoke",
        serial,
        "--socket",
        site.address().toString(),
        "--verify",
        bundle.toString(),
        "--etcd",
        etcd.url(),
        "--etcd-ca",
        etcd.serverCa().toString());
  }

  private static String run(String... command) {
    var out = new StringWriter();
    var err = new StringWriter();
    int code =
        KeelsonCommand.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(command);
    assertThat(code).as(out.toString() + err).isZero();
    return out.toString();
  }

  @Test
  void neverFailsAClientWhilePairsAreRenewedAndTheIssuingKeyIsRotated() throws Exception {
    var rotation = new Thread(this::rotate);
    rotation.start();
    new Reconnecting(site.address(), "fleeting", etcd).renew(dir, 1, 20);
    rotation.join();
    Eventually.until(() -> issuerOf(enrollee.issue("apiserver")).endsWith("issuing 2"));
    assertLetIn(bundle("now.pem", enrollee.issue("apiserver")));
  }

  private static String issuerOf(Enrollee.Pair pair) {
    return pair.certificate().getIssuerX500Principal().getName();
  }

  private void rotate() {
    try (var rotate = KeelsonProcess.start("ca", "rotate", "--config", dir + "/keelson.yaml")) {
      assertThat(rotate.exitCode()).as(rotate.output()).isZero();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static GeneralName dns(String name) {
    return new GeneralName(GeneralName.dNSName, name);
  }

  private Enrollee.Pair signedByTheThief(KeyPurposeId usage, GeneralName... names)
      throws Exception {
    Authority issuing = robbed.files().read().newest();
    KeyPair pair = SoftAuthority.pair();
    Instant now = InstantSource.system().instant();
    var builder =
        new JcaX509v3CertificateBuilder(
            issuing.issuing(),
            BigInteger.valueOf(4711),
            Date.from(now.minusSeconds(60)),
            Date.from(now.plusSeconds(3600)),
            new X500Principal("CN=root"),
            pair.getPublic());
    builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(usage));
    if (names.length > 0) {
      builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    }
    var certificate =
        new JcaX509CertificateConverter()
            .getCertificate(builder.build(robbed.contentSigner(issuing.publicKey())));
    return new Enrollee.Pair(pair, List.of(certificate, issuing.issuing()), "");
  }
}
