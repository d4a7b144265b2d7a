package dev.keelson.cli.doctor.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cli.doctor.Finding;
import dev.keelson.cli.doctor.Mark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcTableTest {
  private static final Instant BOOT = Instant.parse("2026-05-01T00:00:00Z");

  @TempDir private Path dir;

  /// The name has blanks and a parenthesis, as any process may call itself.
  private void process(Path proc, int pid, String... words) throws Exception {
    Path place = Files.createDirectories(proc.resolve(Integer.toString(pid)));
    Files.writeString(proc.resolve("stat"), "cpu 1 2\nbtime " + BOOT.getEpochSecond() + "\n");
    Files.writeString(place.resolve("cmdline"), String.join("\0", words) + "\0");
    Files.writeString(place.resolve("environ"), "ETCD_NAME=cp1\0SECRET=x\0");
    Files.writeString(
        place.resolve("stat"),
        pid + " (a) b) S 1 1 1 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 9 0 12345 1 2 3\n");
  }

  @Test
  void tellsFlagsVariablesAndTheStart() throws Exception {
    process(dir, 7, "/usr/local/bin/etcd", "--data-dir=/d", "--client-cert-auth");
    process(dir, 8, "/usr/bin/etcdctl", "--data-dir=/d");
    process(dir, 9, "etcd", "grpc-proxy", "start");
    process(dir, 10, "");
    Files.createDirectories(dir.resolve("11")); // gone meanwhile
    assertThat(new ProcTable(dir).called("etcd"))
        .singleElement()
        .satisfies(one -> {
          assertThat(one.pid()).isEqualTo(7);
          assertThat(one.flags().values())
              .isEqualTo(Map.of("data-dir", "/d", "client-cert-auth", "true", "name", "cp1"));
          assertThat(one.started()).isEqualTo(BOOT.plusMillis(123_450));
        });
  }

  @Test
  void findsACaThatChangedAfterTheStart() throws Exception {
    var host = KubeadmHost.hardenedIn(dir);
    process(dir.resolve("proc"), 7, "etcd", "--data-dir=/var/lib/etcd");
    changeCa(host, BOOT);
    assertThat(host.bad()).isEmpty();
    changeCa(host, BOOT.plus(Duration.ofHours(1)));
    assertThat(host.bad())
        .extracting(Finding::seen)
        .hasSize(1)
        .allMatch(seen -> seen.contains("it trusts what the file was then"));
  }

  private static void changeCa(KubeadmHost host, Instant when) throws Exception {
    Files.setLastModifiedTime(host.pki("etcd/ca.crt"), FileTime.from(BOOT));
    Files.setLastModifiedTime(host.pki("etcd/keelson-root.crt"), FileTime.from(when));
  }

  @Test
  void findsFlagsThatTheProcessDoesNotHave() throws Exception {
    var host = KubeadmHost.hardenedIn(dir);
    process(dir.resolve("proc"), 7, "etcd", "--data-dir=/var/lib/etcd");
    assertThat(host.findings())
        .filteredOn(one -> one.mark() == Mark.WARN)
        .anyMatch(one -> one.seen().contains("was started with another --advertise-client-urls"));
  }

  @Test
  void wantsOneOfSeveralNamed() throws Exception {
    var host = KubeadmHost.in(dir);
    Files.delete(host.manifestOf("etcd"));
    assertThat(host.bad()).extracting(Finding::seen).singleElement().asString().contains("neither");
    process(dir.resolve("proc"), 7, "etcd", "--data-dir=/a");
    process(dir.resolve("proc"), 8, "etcd", "--data-dir=/b");
    assertThat(host.bad()).extracting(Finding::fix).isEqualTo(List.of("name one with --etcd-pid"));
    assertThat(host.findings("--etcd-pid=8"))
        .anyMatch(one -> one.seen().equals("etcd is started as process 8 says"));
  }
}
