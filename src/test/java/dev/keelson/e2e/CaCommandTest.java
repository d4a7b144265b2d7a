package dev.keelson.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cli.ExitCode;
import dev.keelson.issuer.AuthorityFiles;
import dev.keelson.issuer.Crl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CaCommandTest {
  @TempDir private Path dir;
  private IssuerSite site;

  @BeforeEach
  void prepare() throws Exception {
    site = IssuerSite.in(dir);
  }

  private String openssl(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private X509Certificate root() throws Exception {
    return AuthorityFiles.certificates(site.authority().root()).getFirst();
  }

  @Nested
  class Init {
    @Test
    void makesARootAndWhatIssuesBelowItAndAListOfNoneRevoked() throws Exception {
      assertThat(site.run("ca", "init")).contains("issuing-1.pem", "root.pem");
      assertThat(
              openssl(
                  "verify",
                  "-x509_strict",
                  "-CAfile",
                  site.authority().root().toString(),
                  site.authority().issuing(1).toString()))
          .endsWith("OK\n");
      assertThat(Crl.parse(Files.readAllBytes(site.crl())).number()).isPositive();
      String text = openssl("x509", "-noout", "-text", "-in", site.authority().issuing(1) + "");
      assertThat(text)
          .contains("pathlen:0", "TLS Web Client Authentication", "DNS:keelson.invalid")
          .contains("IP:0.0.0.0/0.0.0.0")
          .doesNotContain("TLS Web Server Authentication");
    }

    @Test
    void isRefusedASecondTime() throws Exception {
      site.run("ca", "init");
      X509Certificate first = root();
      var again = site.ended("ca", "init");
      assertThat(again.code()).isEqualTo(ExitCode.VIOLATION);
      assertThat(again.err()).contains("there is an authority", "keelson ca rotate");
      assertThat(root()).isEqualTo(first);
    }

    /// As after a kill: every state that a step can leave, by what is missing of the last.
    @Test
    void takesUpWhatWasInterrupted() throws Exception {
      site.run("ca", "init");
      X509Certificate root = root();
      X509Certificate issuing = AuthorityFiles.certificates(site.authority().issuing(1)).getFirst();
      try (Stream<Path> files = Files.list(site.authority().dir())) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      site.run("ca", "init");
      assertThat(root()).isEqualTo(root);
      assertThat(AuthorityFiles.certificates(site.authority().issuing(1)).getFirst())
          .isEqualTo(issuing);
    }

    @Test
    void refusesAnAuthorityThatCouldNotCertifyTheProfiles() throws Exception {
      var refused = site.ended("ca", "init", "--permit-dns", "etcd.example.invalid");
      assertThat(refused.code()).isEqualTo(ExitCode.VIOLATION);
      assertThat(refused.err()).contains("could not certify apiserver.keelson.invalid");
      assertThat(Files.exists(site.authority().root())).isFalse();
    }
  }

  @Nested
  class Rotate {
    @Test
    void makesTheNextGenerationBelowTheSameRoot() throws Exception {
      site.run("ca", "init");
      X509Certificate root = root();
      site.run("ca", "rotate", "--key", "ec-p384");
      assertThat(root()).isEqualTo(root);
      var all = site.authority().read().generations();
      assertThat(all).hasSize(2);
      assertThat(all.firstEntry().getValue().publicKey())
          .isNotEqualTo(all.lastEntry().getValue().publicKey());
      assertThat(site.run("ca", "show"))
          .containsSubsequence("issuing 2", "ec-p384", "issuing 1", "ec-p256", "root");
      assertThat(site.run("ca", "show", "--pem", "chain"))
          .isEqualTo(Files.readString(site.authority().issuing(2)));
    }
  }

  @Nested
  class AnOfflineRoot {
    private Path offline(String name, String commonName) throws Exception {
      Path pem = dir.resolve(name + ".pem");
      openssl(
          "req",
          "-x509",
          "-newkey",
          "ec",
          "-pkeyopt",
          "ec_paramgen_curve:P-256",
          "-nodes",
          "-days",
          "3650",
          "-subj",
          "/CN=" + commonName,
          "-keyout",
          dir + "/" + name + ".key",
          "-out",
          pem.toString(),
          "-addext",
          "basicConstraints=critical,CA:true",
          "-addext",
          "keyUsage=critical,keyCertSign,cRLSign");
      return pem;
    }

    private Path signed(String root, String... more) throws Exception {
      Path issuing = dir.resolve("issuing.pem");
      List<String> command =
          new ArrayList<>(
              List.of(
                  "x509",
                  "-req",
                  "-days",
                  "700",
                  "-CA",
                  dir + "/" + root + ".pem",
                  "-CAkey",
                  dir + "/" + root + ".key",
                  "-in",
                  site.authority().request(1).toString(),
                  "-out",
                  issuing.toString()));
      command.addAll(List.of(more));
      openssl(command.toArray(String[]::new));
      return issuing;
    }

    @Test
    void signsTheRequestAndItsCertificateIsImported() throws Exception {
      Path root = offline("root", "Ours");
      assertThat(site.run("ca", "init", "--root", "offline")).contains("issuing-1.csr");
      openssl("req", "-verify", "-noout", "-in", site.authority().request(1).toString());
      Path issuing = signed("root", "-copy_extensions", "copyall");
      site.run("ca", "import", "--root", root.toString(), issuing.toString());
      assertThat(root().getSubjectX500Principal().getName()).isEqualTo("CN=Ours");
      assertThat(site.authority().read().generations()).hasSize(1);
      assertThat(Files.exists(site.authority().request(1))).isFalse();
    }

    @Test
    void thatLeavesTheConstraintsOutIsRefused() throws Exception {
      Path root = offline("root", "Ours");
      site.run("ca", "init", "--root", "offline");
      Path extensions =
          Files.writeString(
              dir.resolve("ext"),
              """
              basicConstraints=critical,CA:true
              keyUsage=critical,keyCertSign,cRLSign
              subjectKeyIdentifier=hash
              """);
      Path issuing = signed("root", "-extfile", extensions.toString());
      var refused = site.ended("ca", "import", "--root", root.toString(), issuing.toString());
      assertThat(refused.code()).isEqualTo(ExitCode.VIOLATION);
      assertThat(refused.err())
          .contains("path length", "clientAuth alone", "name constraint", "copy_extensions");
      assertThat(Files.exists(site.authority().issuing(1))).isFalse();
    }

    @Test
    void thatSignedForAnotherKeyIsRefused() throws Exception {
      Path root = offline("root", "Ours");
      site.run("ca", "init", "--root", "offline");
      Path own = site.authority().request(1);
      Files.writeString(
          dir.resolve("conf"),
          """
          [req]
          distinguished_name=dn
          req_extensions=ext
          [dn]
          [ext]
          basicConstraints=critical,CA:true,pathlen:0
          keyUsage=critical,keyCertSign,cRLSign
          extendedKeyUsage=clientAuth
          subjectKeyIdentifier=hash
          nameConstraints=critical,@names
          [names]
          permitted;DNS.1=keelson.invalid
          excluded;IP.1=0.0.0.0/0.0.0.0
          excluded;IP.2=0:0:0:0:0:0:0:0/0:0:0:0:0:0:0:0
          """);
      Path keep = Files.copy(own, dir.resolve("own.csr"));
      openssl(
          "req",
          "-new",
          "-newkey",
          "ec",
          "-pkeyopt",
          "ec_paramgen_curve:P-256",
          "-nodes",
          "-subj",
          "/CN=Thief",
          "-keyout",
          dir + "/thief.key",
          "-out",
          own.toString(),
          "-config",
          dir + "/conf");
      Path issuing = signed("root", "-copy_extensions", "copyall");
      Files.delete(own);
      Files.copy(keep, own);
      var refused = site.ended("ca", "import", "--root", root.toString(), issuing.toString());
      assertThat(refused.code()).isEqualTo(ExitCode.CONFIG);
      assertThat(refused.err()).contains("has no private key for the issuing certificate");
      assertThat(Files.exists(site.authority().issuing(1))).isFalse();
    }
  }
}
