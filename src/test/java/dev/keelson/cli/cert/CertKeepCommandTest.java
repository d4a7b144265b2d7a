package dev.keelson.cli.cert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cli.ExitCode;
import dev.keelson.e2e.Etcd;
import dev.keelson.enrollment.keep.SoftCa;
import dev.keelson.enrollment.keep.SoftIssuer;
import io.grpc.Status;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(60)
class CertKeepCommandTest {
  @TempDir private Path dir;
  private SoftIssuer issuer;
  private String said = "";

  @BeforeEach
  void start() throws Exception {
    issuer = SoftIssuer.at(dir.resolve("s"), SoftCa.named("soft"), InstantSource.system());
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  /// With the failure in place of its handling, which is that of every command.
  private int keep(String... options) {
    var out = new StringWriter();
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "keep", "--profile", "kube-apiserver", "--socket", issuer.address().toString()));
    arguments.addAll(List.of(options));
    int code =
        new CommandLine(new CertCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(out))
            .setExecutionExceptionHandler((failure, _, _) -> {
              out.write(failure.toString());
              return failure instanceof dev.keelson.cli.RefusedException ? 1 : 69;
            })
            .execute(arguments.toArray(String[]::new));
    said = out.toString();
    return code;
  }

  private String path(String name) {
    return dir.resolve(name).toString();
  }

  private String mode(String name) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve(name)));
  }

  @Test
  void writesBundleFilesAndRootWithTheirModes() throws Exception {
    assertThat(
            keep(
                "--once",
                "--bundle",
                path("b"),
                "--cert",
                path("c"),
                "--key",
                path("k"),
                "--ca",
                path("ca"),
                "--mode",
                "0640"))
        .as(said)
        .isZero();
    assertThat(mode("b")).isEqualTo("rw-r-----");
    assertThat(mode("k")).isEqualTo("rw-r-----");
    assertThat(mode("c")).isEqualTo("rw-r--r--");
    assertThat(mode("ca")).isEqualTo("rw-r--r--");
    assertThat(Files.readString(dir.resolve("b")))
        .isEqualTo(Files.readString(dir.resolve("k")) + Files.readString(dir.resolve("c")))
        .startsWith("-----BEGIN PRIVATE KEY-----");
    assertThat(said).contains(": renewed, fresh, ends at 20");
    try (var files = Files.list(dir)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("s", ".s.lock", "b", "c", "k", "ca");
    }
  }

  @Test
  void tellsByTheExitCodeWhetherItChangedAnything() {
    String[] options = {"--once", "--bundle", path("b"), "--changed-exit", "10", "-o", "json"};
    assertThat(keep(options)).as(said).isEqualTo(10);
    assertThat(said).contains("\"changed\":true", "\"state\":\"fresh\"", "\"not_after\":\"20");
    assertThat(keep(options)).as(said).isZero();
    assertThat(said).contains("\"changed\":false");
  }

  @Test
  void saysWhyNothingWasRenewed() {
    issuer.refuse(Optional.of(Status.PERMISSION_DENIED.withDescription("no rule for uid 7")));
    assertThat(keep("--once", "--bundle", path("b"))).isEqualTo(ExitCode.VIOLATION);
    assertThat(said).contains("not renewed, denied, no certificate is there", "no rule for uid 7");
    issuer.close();
    assertThat(keep("--once", "--bundle", path("b"))).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(said).contains("the issuer cannot be reached at " + issuer.address());
  }

  @Test
  void refusesOptionsThatCannotBeMeant() {
    assertThat(keep("--once")).isEqualTo(ExitCode.USAGE);
    assertThat(said).contains("name where the pair goes");
    assertThat(keep("--once", "--cert", path("c"))).isEqualTo(ExitCode.USAGE);
    assertThat(keep("--once", "--bundle", path("b"), "--mode", "0644")).isEqualTo(ExitCode.USAGE);
    assertThat(said).contains("0640 at most");
    assertThat(keep("--once", "--bundle", path("b"), "--owner", "nobody-of-that-name"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(keep("--once", "--bundle", path("b"), "--etcd", "http://127.0.0.1:2379"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(said).contains("https://host:port");
    assertThat(keep("--once", "--bundle", path("b"), "--etcd", "https://127.0.0.1:2379"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(said).contains("go together");
  }

  @Test
  void waitsForEtcdOnlyWhileTheOldPairWorks() throws Exception {
    String nobody = "https://127.0.0.1:" + Etcd.freePort();
    String[] options = {
      "--once",
      "--now",
      "--bundle",
      path("b"),
      "--ca",
      path("ca"),
      "--etcd",
      nobody,
      "--etcd-ca",
      path("ca")
    };
    assertThat(keep("--once", "--cert", path("c"), "--key", path("k"), "--ca", path("ca")))
        .isZero();
    assertThat(keep(options)).as(said).isZero();
    assertThat(keep(options)).as(said).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(said).contains("not renewed, fresh", "no etcd could be asked");
  }

  @Test
  void givesTheFilesToWhomTheyAreFor() throws Exception {
    assertThat(keep("--once", "--bundle", path("b"), "--owner", "65534:daemon")).as(said).isZero();
    assertThat(Files.getAttribute(dir.resolve("b"), "unix:uid")).isEqualTo(65534);
    assertThat(Files.getAttribute(dir.resolve("b"), "unix:gid")).isEqualTo(1);
    assertThat(
            keep("--once", "--changed-exit", "9", "--bundle", path("b"), "--owner", "65534:daemon"))
        .isZero();
    assertThat(keep("--once", "--changed-exit", "9", "--bundle", path("b"), "--owner", "root"))
        .isEqualTo(9);
  }

  @Test
  void runsAHookWithoutAShellAfterAChangeAlone() throws Exception {
    String[] options = {
      "--once", "--bundle", path("b"), "--hook", "/usr/bin/touch", "--hook", path("a b;c")
    };
    assertThat(keep(options)).as(said).isZero();
    assertThat(dir.resolve("a b;c")).exists();
    Files.delete(dir.resolve("a b;c"));
    assertThat(keep(options)).isZero();
    assertThat(dir.resolve("a b;c")).doesNotExist();
  }

  @Test
  void saysWhatIsWrongWithAHookThatFailsOrDoesNotEnd() {
    assertThat(keep("--once", "--bundle", path("b"), "--hook", "/bin/false"))
        .isEqualTo(ExitCode.VIOLATION);
    assertThat(said).contains("renewed, fresh", "the hook failed: it exited with 1");
    assertThat(
            keep(
                "--once",
                "--now",
                "--bundle",
                path("b"),
                "--hook",
                "/bin/sleep",
                "--hook",
                "600",
                "--hook-timeout",
                "100ms"))
        .isEqualTo(ExitCode.VIOLATION);
    assertThat(said).contains("did not end within");
    assertThat(
            ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .noneMatch(child ->
                    child.info().arguments().map(List::of).orElse(List.of()).contains("600")))
        .isTrue();
  }

  @Test
  void countsOverAllRunsInTheMetricsFile() throws Exception {
    String[] options = {
      "--once", "--now", "--bundle", path("b"), "--metrics-file", path("keelson.prom")
    };
    assertThat(keep(options)).as(said).isZero();
    issuer.withTtl(Duration.ofHours(12));
    assertThat(keep(options)).as(said).isZero();
    issuer.refuse(Optional.of(Status.UNAVAILABLE));
    assertThat(keep(options)).isEqualTo(ExitCode.UNAVAILABLE);
    String text = Files.readString(dir.resolve("keelson.prom"));
    String labels = "{profile=\"kube-apiserver\",file=\"" + path("b") + "\"";
    assertThat(text)
        .contains("keelson_cert_renewals_total" + labels + "} 2\n")
        .contains("keelson_cert_refusals_total" + labels + ",cause=\"issuer_away\"} 1\n")
        .contains("keelson_cert_state" + labels + ",state=\"fresh\"} 1\n")
        .contains("keelson_cert_state" + labels + ",state=\"overdue_for_refresh\"} 0\n")
        .containsPattern("keelson_cert_survives_outage_seconds\\S+ (4319\\d|43200)\n")
        .containsPattern("keelson_cert_last_success_seconds\\S+ 1\\d{9}\n");
    assertThat(mode("keelson.prom")).isEqualTo("rw-r--r--");
  }
}
