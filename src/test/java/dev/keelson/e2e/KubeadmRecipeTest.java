package dev.keelson.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.keelson.Daemon;
import dev.keelson.Eventually;
import dev.keelson.cli.KeelsonCommand;
import dev.keelson.cli.doctor.Finding;
import dev.keelson.cli.doctor.Mark;
import dev.keelson.cli.doctor.etcd.EtcdProcess;
import dev.keelson.cli.doctor.etcd.KubeadmHost;
import dev.keelson.e2e.KubeadmPage.Block;
import dev.keelson.e2e.KubeadmPage.Part;
import dev.keelson.issuer.AuthorityFiles;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `docs/kubeadm-etcd.md`, typed as it stands on a host as kubeadm leaves it, with a real token, a
/// real daemon, and at the end a real etcd; what wants a cluster is read alone.
@Timeout(120)
class KubeadmRecipeTest {
  /// What runs as it stands.
  private static final Set<String> RUNS = Set.of("cp", "cat", "mv", "rm");

  /// What is only read: they want a cluster, or systemd.
  private static final Set<String> WANTS_A_CLUSTER = Set.of("systemctl", "etcdctl", "kubeadm");

  @TempDir private Path dir;
  private KubeadmHost host;
  private Site site;
  private @Nullable Daemon daemon;
  private @Nullable EtcdProcess etcd;
  private List<String> etcdsFlags = List.of();

  @BeforeEach
  void installKubernetes() throws Exception {
    host = KubeadmHost.in(dir.resolve("kubernetes"));
    site = Site.in(Files.createDirectory(dir.resolve("site")));
    Files.createDirectory(dir.resolve("offline"));
  }

  @AfterEach
  void stop() {
    stopEtcd();
    if (daemon != null) {
      daemon.close();
    }
  }

  @Test
  void locksNobodyOutAtAnyStepAndLeavesNothingBad() throws Exception {
    assertThat(bad()).extracting(Finding::seen).hasSize(3);
    for (Part part : KubeadmPage.parts().stream().filter(Part::isStep).toList()) {
      startEtcdAsItsManifestSays();
      for (Block block : part.blocks()) {
        follow(block);
      }
      startEtcdAsItsManifestSays();
      assertThat(bad()).as(part.heading()).noneMatch(one -> one.seen().contains("refuse"));
      assertThat(reads(apiserversPair())).as(part.heading()).isZero();
      assertThat(reads(pair("etcd/healthcheck-client.crt", "etcd/healthcheck-client.key")))
          .as(part.heading())
          .isZero();
    }
    assertThat(bad()).isEmpty();
    assertThat(host.pki("etcd/ca.key")).doesNotExist();
    Path old = pair("etcd/peer.crt", "etcd/peer.key");
    assertThat(requireNonNull(etcd).etcdctl(old, "--command-timeout=1s", "get", "x").exit())
        .as("of etcd-ca")
        .isNotZero();
  }

  /// What kubelet does when a manifest has changed.
  private void startEtcdAsItsManifestSays() throws Exception {
    if (etcd != null && flags().equals(etcdsFlags)) {
      return;
    }
    stopEtcd();
    etcdsFlags = flags();
    Path place = Files.createTempDirectory(dir, "etcd");
    Files.copy(host.pki("etcd/ca.crt"), place.resolve("ca.crt"));
    etcd = EtcdProcess.start(place, etcdsFlags);
  }

  private void stopEtcd() {
    if (etcd != null) {
      etcd.close();
    }
  }

  private int reads(Path pair) throws Exception {
    return requireNonNull(etcd).etcdctl(pair, "--command-timeout=3s", "get", "/registry/x").exit();
  }

  private Path apiserversPair() throws Exception {
    String manifest = Files.readString(host.manifestOf("kube-apiserver"));
    return pair(named(manifest, "--etcd-certfile="), named(manifest, "--etcd-keyfile="));
  }

  /// The file that a flag names, within the PKI.
  private static String named(String manifest, String flag) {
    return manifest
        .lines()
        .filter(line -> line.contains(flag))
        .map(line -> line.replaceFirst(".*=/etc/kubernetes/pki/", ""))
        .findFirst()
        .orElseThrow();
  }

  /// Both in one file, as etcdctl takes it.
  private Path pair(String certificate, String key) throws Exception {
    String both = Files.readString(host.pki(certificate)) + Files.readString(host.pki(key));
    return Files.writeString(dir.resolve("pair.pem"), both);
  }

  private List<Finding> bad() throws Exception {
    return host.findingsAt(InstantSource.system()).stream()
        .filter(one -> one.mark() == Mark.BAD)
        .toList();
  }

  private void follow(Block block) throws Exception {
    switch (block.kind()) {
      case "yaml keelson" -> site.write(configuration(block));
      case "yaml etcd" -> edit("etcd", block.yaml());
      case "yaml kube-apiserver" -> edit("kube-apiserver", block.yaml());
      case "sh" -> {
        for (String line : block.text().lines().toList()) {
          type(line);
        }
      }
      default -> throw new AssertionError("what is " + block.kind() + "?");
    }
  }

  private String configuration(Block block) throws Exception {
    return site.yaml() + here(block.text()).replace("uid: 0", "uid: " + ownUid());
  }

  private Object ownUid() throws Exception {
    return Files.getAttribute(dir, "unix:uid");
  }

  /// A path of the page, on this host.
  private String here(String text) {
    return text.replace("/etc/kubernetes", host.dir().toString())
        .replace("/root/kubernetes.before", dir.resolve("before").toString())
        .replace("/media/offline", dir.resolve("offline").toString())
        .replace("/etc/keelson/keelson.yaml", site.dir().resolve("keelson.yaml").toString())
        .replace("/var/lib/keelson", site.dir().resolve("state").toString())
        .replace("/run/keelson", site.socketDir().toString())
        .replace("https://127.0.0.1:2379", "https://127.0.0.1:" + requireNonNull(etcd).client());
  }

  private void type(String line) throws Exception {
    String program = line.substring(0, line.indexOf(' '));
    if (program.equals("keelson")) {
      keelson(here(line).substring("keelson ".length()));
    } else if (RUNS.contains(program)) {
      shell("-euc", here(line));
    } else {
      assertThat(WANTS_A_CLUSTER).contains(program);
      shell("-n", "-c", line);
    }
    if (line.equals("systemctl restart keelson")) {
      daemon = site.start(Files.readString(site.dir().resolve("keelson.yaml")));
      Eventually.until(() -> Files.exists(site.socketDir().resolve("issuer.sock")));
    }
  }

  private static void shell(String... words) throws Exception {
    List<String> all = Stream.concat(Stream.of("sh"), Stream.of(words)).toList();
    var process = new ProcessBuilder(all).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(all + ": " + said).isZero();
  }

  /// In this process; `doctor etcd` looks at the true host, so it is read alone.
  private void keelson(String words) throws Exception {
    String[] parts = words.split(" > ", -1);
    List<String> arguments = new ArrayList<>(List.of(parts[0].split(" ", -1)));
    if (words.startsWith("doctor ")) {
      return; // typesCommandsOfKeelson
    }
    if (words.startsWith("cert keep ")) {
      arguments.add("--socket=unix://" + site.socketDir().resolve("issuer.sock"));
    }
    var out = new StringWriter();
    int exit =
        KeelsonCommand.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(out))
            .execute(arguments.toArray(String[]::new));
    assertThat(exit).as(words + ": " + out).isZero();
    if (parts.length > 1) {
      Files.writeString(Path.of(parts[1]), out.toString());
    }
  }

  private void edit(String program, JsonNode yaml) throws Exception {
    JsonNode container = yaml.path("spec").path("containers").get(0);
    for (JsonNode word : container.path("command").values()) {
      String[] flag = word.asString().substring(2).split("=", 2);
      host.set(program, flag[0], flag[1]);
    }
    for (JsonNode mount : container.path("volumeMounts").values()) {
      host.edit(program, "    volumeMounts:\n", "    volumeMounts:\n    - " + mount + "\n");
    }
    for (JsonNode volume : yaml.path("spec").path("volumes").values()) {
      host.edit(program, "  volumes:\n", "  volumes:\n  - " + here(volume.toString()) + "\n");
    }
  }

  /// Those of TLS, as the manifest has them now, with the paths of this host.
  private List<String> flags() throws Exception {
    String crl = AuthorityFiles.of(site.dir().resolve("state")).dir().resolve("crl.der").toString();
    return Files.readString(host.manifestOf("etcd"))
        .lines()
        .map(String::strip)
        .filter(line -> line.matches("- --(.*-file|client-cert-auth|.*grpc-gateway)=.*"))
        .map(line -> line.substring(2).replace("/etc/kubernetes/keelson/crl.der", crl))
        .map(line -> line.replace("/etc/kubernetes", host.dir().toString()))
        .toList();
  }

  @Test
  void typesCommandsOfKeelson() throws Exception {
    List<String> typed = new ArrayList<>();
    for (Part part : KubeadmPage.parts()) {
      part.blocks().stream()
          .filter(block -> block.kind().equals("sh"))
          .flatMap(block -> block.text().lines())
          .filter(line -> line.startsWith("keelson "))
          .forEach(typed::add);
    }
    assertThat(typed).hasSizeGreaterThan(4);
    assertThat(typed)
        .allSatisfy(line ->
            assertThatCode(() -> parse(line.replaceAll("keelson | > .*", "")))
                .doesNotThrowAnyException());
  }

  private static void parse(String words) {
    KeelsonCommand.commandLine().parseArgs(words.split(" ", -1));
  }

  @Test
  void keepsInKubeadmsConfigurationWhatItHasWrittenInTheManifests() throws Exception {
    Map<String, String> edits = new TreeMap<>();
    for (Part part : KubeadmPage.parts()) {
      for (Block block : part.blocks()) {
        if (Set.of("yaml etcd", "yaml kube-apiserver").contains(block.kind())) {
          for (JsonNode word : block.yaml().at("/spec/containers/0/command").values()) {
            String[] flag = word.asString().substring(2).split("=", 2);
            edits.put(flag[0], flag[1]);
          }
        }
      }
    }
    Map<String, String> kept = new TreeMap<>();
    JsonNode configuration = KubeadmPage.block("yaml kubeadm-config").yaml();
    for (String place : List.of("/etcd/local/extraArgs", "/apiServer/extraArgs")) {
      for (JsonNode one : configuration.at(place).values()) {
        kept.put(one.path("name").asString(), one.path("value").asString());
      }
    }
    assertThat(kept).isEqualTo(edits);
    JsonNode patch = KubeadmPage.block("yaml kubeadm-patch").yaml();
    String step = Files.readString(Path.of("docs", "kubeadm-etcd.md"));
    assertThat(patch.at("/spec/volumes/0/hostPath/path").asString())
        .isEqualTo("/var/lib/keelson/ca");
    assertThat(step.split("mountPath: /etc/kubernetes/keelson", -1)).hasSize(3);
  }
}
