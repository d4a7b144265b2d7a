package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.Eventually;
import dev.keelson.cli.KeelsonCommand;
import dev.keelson.host.Peer;
import dev.keelson.issuer.AuthorityFiles;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the README has an operator write and type for etcd's clients, from a token to etcdctl.
@Timeout(60)
class ReadmeCertificatesTest {
  private static final Pattern SECTION =
      Pattern.compile("(?s)## Certificates for etcd's clients\n(.*?)\n## ");
  private static final Pattern YAML = Pattern.compile("(?s)```yaml\n(.*?)```");
  private static final Pattern BLOCK = Pattern.compile("(?s)```\n(.*?)```");

  @TempDir private Path dir;
  private Site site;
  private String section;

  @BeforeEach
  void read() throws Exception {
    site = Site.in(dir);
    var found = SECTION.matcher(Files.readString(Path.of("README.md")));
    assertThat(found.find()).isTrue();
    section = found.group(1);
  }

  /// The machine's paths and users are the test's.
  private String here(String text) {
    return text.replace("unix:///run/keelson", "unix://" + site.socketDir())
        .replace("/etc/etcd/", dir + "/")
        .replace("/etc/kubernetes/pki/etcd/ca.crt", dir + "/etcd/server-ca.crt")
        .replace("/etc/kubernetes/pki/", dir + "/")
        .replace("--config keelson.yaml", "--config " + dir + "/keelson.yaml");
  }

  private String configuration() {
    var yaml = YAML.matcher(section);
    assertThat(yaml.find()).isTrue();
    return site.yaml()
        + here(yaml.group(1))
            .replaceAll("uid: (0|998)", "uid: " + own())
            .replace("admins: [0]", "admins: [" + own() + "]")
            .replace("      unit: kube-apiserver-cert.service\n", "")
            .replace("    group: etcd-clients\n", "");
  }

  private static long own() {
    return Integer.toUnsignedLong(Peer.ofThisProcess().uid());
  }

  /// The commands of a program, each on one line.
  private List<String> typed(String program) {
    return BLOCK
        .matcher(YAML.matcher(section).replaceAll(""))
        .results()
        .map(found -> found.group(1).replace("\\\n", " "))
        .flatMap(String::lines)
        .filter(line -> line.startsWith(program + " "))
        .map(this::here)
        .toList();
  }

  private String typed(String program, String with) {
    return typed(program).stream().filter(line -> line.contains(with)).findFirst().orElseThrow();
  }

  private String run(String line, String... more) {
    List<String> words =
        Pattern.compile("\"([^\"]*)\"|(\\S+)")
            .matcher(line.replaceFirst(" > .*", ""))
            .results()
            .map(ReadmeCertificatesTest::word)
            .toList();
    var all = new ArrayList<>(words.subList(1, words.size()));
    all.addAll(List.of(more));
    var out = new StringWriter();
    var err = new StringWriter();
    int code =
        KeelsonCommand.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(all.toArray(String[]::new));
    assertThat(code).as(line + "\n" + out + err).isZero();
    return out.toString();
  }

  private static String word(MatchResult found) {
    return found.group(1) == null ? found.group(2) : found.group(1);
  }

  @Test
  void leadsFromATokenToAnEtcdThatTakesWhatIsKept() throws Exception {
    String yaml = configuration();
    site.write(yaml);
    run(typed("keelson", "ca init"));
    Path root = dir.resolve("keelson-root.pem");
    Files.writeString(root, run(typed("keelson", "ca show")));
    Path own = Files.createDirectory(dir.resolve("etcd"));
    Files.createSymbolicLink(own.resolve("client.crl"), dir.resolve("keelson.crl"));
    byte[] none = Files.readAllBytes(dir.resolve("keelson.crl"));
    String socket = "unix://" + site.socketDir() + "/issuer.sock";
    try (var etcd = Etcd.start(own, AuthorityFiles.certificates(root), none);
        var _ = site.start(yaml)) {
      Eventually.until(() -> Files.exists(site.socketDir().resolve("issuer.sock")));
      String keep = typed("keelson", "cert keep").replace("https://127.0.0.1:2379", etcd.url());
      run(keep, "--once", "--socket", socket);
      assertThat(etcdctl(etcd)).isTrue();
      assertThat(run("keelson cert list", "--socket", socket))
          .contains("CN=kube-apiserver-etcd-client", "issued");
      run(
          typed("keelson", "--subject").replace("etcd-backup", "kube-apiserver-etcd-client"),
          "--socket",
          socket);
      assertThat(etcdctl(etcd)).isFalse();
    }
    assertThat(run("keelson etcd rbac plan", "--config", dir + "/keelson.yaml"))
        .contains("kube-apiserver-etcd-client", "etcd-backup");
  }

  private boolean etcdctl(Etcd etcd) throws Exception {
    String line = typed("etcdctl", "get /").replace("https://127.0.0.1:2379", etcd.url());
    var builder = new ProcessBuilder("sh", "-c", line + " --dial-timeout=2s");
    builder.environment().put("ETCDCTL_API", "3");
    var process = builder.redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor() == 0;
  }
}
