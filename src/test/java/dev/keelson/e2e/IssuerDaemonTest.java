package dev.keelson.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.Daemon;
import dev.keelson.Eventually;
import dev.keelson.issuer.AuthorityFiles;
import dev.keelson.issuer.HostileRequest;
import dev.keelson.issuer.HostileRequests;
import dev.keelson.issuer.Requests;
import dev.keelson.issuer.v1.ListRequest;
import dev.keelson.issuer.v1.RevokeRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An issuer as its callers see it, from the authority that a command made to the list of the
/// revoked, on the device under test.
@Timeout(60)
class IssuerDaemonTest {
  @TempDir private Path dir;
  private IssuerSite site;
  private Daemon daemon;
  private Enrollee enrollee;

  @BeforeEach
  void serve() throws Exception {
    site = IssuerSite.withAuthority(dir);
    daemon = site.site().start(site.yaml());
    Eventually.until(() -> Files.exists(site.socket()));
    enrollee = site.enrollee();
  }

  @AfterEach
  void stop() {
    enrollee.close();
    daemon.close();
  }

  private void assertOpensslTakes(Enrollee.Pair pair) throws Exception {
    Path leaf = pem("leaf.pem", pair.chain().subList(0, 1));
    Path chain = pem("chain.pem", pair.chain().subList(1, pair.chain().size()));
    var openssl =
        new ProcessBuilder(
                "openssl",
                "verify",
                "-x509_strict",
                "-purpose",
                "sslclient",
                "-CAfile",
                site.authority().root().toString(),
                "-untrusted",
                chain.toString(),
                leaf.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(openssl.getInputStream().readAllBytes(), UTF_8);
    assertThat(openssl.waitFor()).as(said).isZero();
  }

  private Path pem(String name, List<X509Certificate> certificates) throws Exception {
    return Files.writeString(dir.resolve(name), AuthorityFiles.pem(certificates));
  }

  private X509CRL crl() throws Exception {
    return (X509CRL)
        CertificateFactory.getInstance("X.509")
            .generateCRL(new ByteArrayInputStream(Files.readAllBytes(site.crl())));
  }

  @Test
  @Tag("kms")
  void issuesWhatOpensslTakesInItsStrictestMood() throws Exception {
    assertOpensslTakes(enrollee.issue("apiserver"));
  }

  /// Not on the TPM: two processes on one without a resource manager are one too many.
  @Test
  void signsWithANewGenerationWhileItRuns() throws Exception {
    var old = enrollee.issue("apiserver");
    var rotate = KeelsonProcess.start("ca", "rotate", "--config", dir + "/keelson.yaml");
    assertThat(rotate.exitCode()).as(rotate.output()).isZero();
    Eventually.until(() -> !enrollee.issue("fleeting").chain().get(1).equals(old.chain().get(1)));
    assertOpensslTakes(enrollee.issue("apiserver"));
    assertOpensslTakes(old);
  }

  @Test
  void refusesAThousandHostileRequestsAndIsWell() throws Exception {
    var authority = site.authority().read().newest().publicKey();
    for (HostileRequest one : HostileRequests.against(authority)) {
      assertThat(
              Caller.refusal(() -> enrollee.issue("apiserver", one.der().toByteArray())).getCode())
          .as(one.name())
          .isIn(Status.Code.INVALID_ARGUMENT, Status.Code.RESOURCE_EXHAUSTED);
    }
    assertOpensslTakes(enrollee.issue("apiserver"));
    try (var kms = Caller.at(site.site().address())) {
      assertThat(kms.status().getHealthz()).isEqualTo("ok");
    }
  }

  @Test
  void givesNobodyWhatNoRuleGivesHim() throws Exception {
    Status refusal = Caller.refusal(() -> enrollee.issue("forbidden", Requests.fresh()));
    assertThat(refusal.getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(refusal.getDescription())
        .contains("may not have a certificate of the profile forbidden");
    assertThat(Caller.refusal(() -> enrollee.issue("absent", Requests.fresh())).getCode())
        .isEqualTo(Status.Code.PERMISSION_DENIED);
  }

  @Test
  @Tag("kms")
  void revokesASerialAndASubject() throws Exception {
    var one = enrollee.issue("apiserver");
    var other = enrollee.issue("fleeting");
    enrollee
        .stub()
        .revoke(RevokeRequest.newBuilder().setSerial(one.serial()).setReason("stolen").build());
    assertThat(crl().getRevokedCertificate(one.certificate())).isNotNull();
    assertThat(crl().getRevokedCertificate(other.certificate())).isNull();
    assertThatThrownBy(() ->
            enrollee.stub().revoke(RevokeRequest.newBuilder().setSubject("CN=nobody").build()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
    assertThat(enrollee.stub().list(ListRequest.getDefaultInstance()).getCertificatesList())
        .extracting("state")
        .extracting(Object::toString)
        .containsExactly("REVOKED", "ISSUED");
  }
}
