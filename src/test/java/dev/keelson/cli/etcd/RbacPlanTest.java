package dev.keelson.cli.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.cli.ExitCode;
import dev.keelson.cli.doctor.etcd.EtcdProcess;
import dev.keelson.cli.doctor.etcd.EtcdProcess.Said;
import dev.keelson.cli.doctor.etcd.TestCa;
import dev.keelson.cli.doctor.etcd.TestCa.Pair;
import dev.keelson.cli.doctor.etcd.TestCa.Wish;
import dev.keelson.issuer.EtcdAccess;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

class RbacPlanTest {
  private static final String HOSTILE = "it's $(reboot) \"x\"";

  private static final String[] CLIENTS = {
    "--client=kube-apiserver=apiserver",
    "--client=metrics=read-only /registry/events/",
    "--client=tenant=read-write /tenants/a b/",
    "--client=backup-job=backup",
    "--client=probe=none",
    "--client=" + HOSTILE + "=none"
  };

  private static String printed(String... options) {
    var out = new StringWriter();
    var command = new CommandLine(new RbacPlanCommand()).setOut(new PrintWriter(out));
    String[] all = Stream.of(CLIENTS, options).flatMap(Stream::of).toArray(String[]::new);
    assertThat(command.execute(all)).as(out.toString()).isEqualTo(ExitCode.OK);
    return out.toString();
  }

  @Nested
  @Timeout(120)
  class OnARealEtcd {
    @TempDir private Path dir;
    private TestCa ca;

    @BeforeEach
    void makeCa() throws Exception {
      ca = TestCa.root("clients");
    }

    private Path pair(String cn) throws Exception {
      Pair pair = ca.issue(Wish.client(cn));
      return Files.writeString(dir.resolve(cn + ".pem"), pair.keyPem() + pair.pem());
    }

    private EtcdProcess etcd() throws Exception {
      Files.writeString(dir.resolve("ca.crt"), ca.pem());
      Pair server = ca.issue(Wish.both("cp1", "localhost", "127.0.0.1"));
      String both =
          Files.writeString(dir.resolve("server.pem"), server.keyPem() + server.pem()).toString();
      return EtcdProcess.start(
          dir,
          List.of(
              "--cert-file=" + both,
              "--key-file=" + both,
              "--client-cert-auth",
              "--trusted-ca-file=" + dir.resolve("ca.crt"),
              "--peer-cert-file=" + both,
              "--peer-key-file=" + both,
              "--peer-trusted-ca-file=" + dir.resolve("ca.crt")));
    }

    @Test
    void givesEachClientWhatItNeedsAndNothingWider() throws Exception {
      try (var etcd = etcd()) {
        Path root = pair("root");
        Path stranger = pair("stranger");
        String plan = printed();
        assertRuns(etcd.script(root, plan));
        assertRuns(etcd.script(root, plan));
        assertThat(etcd.etcdctl(stranger, "put", "/registry/events/a", "v").text())
            .isEqualTo("OK\n");
        assertRuns(etcd.script(root, plan.replace("# etcdctl auth enable", "etcdctl auth enable")));

        assertRefused(etcd.etcdctl(stranger, "get", "/registry/events/a"));
        apiserver(etcd, pair("kube-apiserver"));
        metrics(etcd, pair("metrics"));
        tenant(etcd, pair("tenant"));
        Path snapshot = dir.resolve("snapshot");
        assertRuns(etcd.etcdctl(pair("backup-job"), "snapshot", "save", snapshot.toString()));
        Path probe = pair("probe");
        assertRefused(etcd.etcdctl(probe, "get", "/registry/events/a"));
        assertThat(etcd.etcdctl(probe, "endpoint", "health").text()).contains("is healthy");
        assertThat(etcd.etcdctl(root, "user", "list").text()).contains(HOSTILE);

        assertRuns(etcd.script(root, printed("--undo")));
        assertRuns(etcd.script(root, printed("--undo")));
        assertThat(etcd.etcdctl(stranger, "get", "--print-value-only", "/registry/events/a").text())
            .isEqualTo("v\n");
        assertThat(etcd.etcdctl(stranger, "user", "list").text()).isEqualTo("root\n");
        assertThat(etcd.etcdctl(stranger, "role", "list").text()).isEqualTo("root\n");
      }
    }

    private void apiserver(EtcdProcess etcd, Path pair) throws Exception {
      assertRuns(etcd.etcdctl(pair, "put", "/registry/secrets/default/a", "v"));
      assertRuns(etcd.etcdctl(pair, "get", "--prefix", "/registry/"));
      assertRuns(etcd.etcdctl(pair, "del", "/registry/secrets/default/a"));
      assertRuns(etcd.etcdctl(pair, "put", "compact_rev_key", "1"));
      assertRuns(etcd.etcdctl(pair, "compaction", "2"));
      assertRuns(etcd.etcdctl(pair, "lease", "grant", "60"));
      assertRefused(etcd.etcdctl(pair, "put", "/registryx", "v"));
      assertRefused(etcd.etcdctl(pair, "get", "--prefix", "/"));
      assertRefused(etcd.etcdctl(pair, "put", "/tenants/a b/x", "v"));
      assertRefused(etcd.etcdctl(pair, "user", "add", "--no-password", "mallory"));
      assertRefused(etcd.etcdctl(pair, "auth", "disable"));
      assertRefused(etcd.etcdctl(pair, "snapshot", "save", dir.resolve("none").toString()));
    }

    private void metrics(EtcdProcess etcd, Path pair) throws Exception {
      assertThat(etcd.etcdctl(pair, "get", "--prefix", "/registry/events/").text()).contains("v");
      assertRefused(etcd.etcdctl(pair, "put", "/registry/events/a", "w"));
      assertRefused(etcd.etcdctl(pair, "get", "/registry/secrets/default/a"));
    }

    private void tenant(EtcdProcess etcd, Path pair) throws Exception {
      assertRuns(etcd.etcdctl(pair, "put", "/tenants/a b/x", "v"));
      assertRefused(etcd.etcdctl(pair, "put", "/tenants/b/x", "v"));
      assertRefused(etcd.etcdctl(pair, "get", "--from-key", "/tenants/a b/"));
    }

    private static void assertRuns(Said said) {
      assertThat(said.exit()).as(said.text()).isZero();
    }

    /// By etcd, and not because etcdctl was called wrongly.
    private static void assertRefused(Said said) {
      assertThat(said.exit()).as(said.text()).isNotZero();
      assertThat(said.text())
          .containsAnyOf("permission denied", "user name not found", "authentication");
    }
  }

  @Test
  void saysWhatTheLastStepBreaks() {
    assertThat(printed())
        .contains(
            "# Of kubeadm's clients, no users are: kube-apiserver-etcd-client",
            "# Auth is disabled again by: backup-job",
            "Before etcd 3.5.32 and 3.6.12")
        .endsWith("# etcdctl auth enable\n");
    var plan = RbacPlan.of(List.of(new RbacSubject("p", "p", new EtcdAccess.None())));
    assertThat(plan.breaks()).anyMatch(one -> one.startsWith("No profile has the role root"));
  }

  @Test
  void isJsonToo() {
    var plan = JsonMapper.shared().readTree(printed("-o", "json"));
    assertThat(plan.path("steps").get(0).path("command").toString())
        .isEqualTo("[\"user\",\"add\",\"--no-password\",\"root\"]");
    assertThat(plan.path("last").path("command").toString()).isEqualTo("[\"auth\",\"enable\"]");
    assertThat(plan.path("breaks").size()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=admin",
        "a=read-only",
        "a=backup /x",
        "a=none /x",
        "-a=none",
        "root=none",
        "a\nb=none"
      })
  void refusesAClientThatCannotBe(String client) {
    var out = new StringWriter();
    var command =
        new CommandLine(new RbacPlanCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(out));
    assertThat(command.execute("--client=" + client)).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void refusesTwoClientsThatWouldShareARole() {
    var one = new RbacSubject("p", "a", new EtcdAccess.ReadOnly("/a"));
    var other = new RbacSubject("p", "b", new EtcdAccess.ReadWrite("/"));
    assertThatThrownBy(() -> RbacPlan.of(List.of(one, other)))
        .hasMessageContaining("share the role keelson-p");
  }
}
