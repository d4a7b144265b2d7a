package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cli.ExitCode;
import dev.keelson.host.UnixAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three control-plane nodes, one token, nothing between them but its labels.
class ThreeDaemonsTest {
  private static final int NODES = 3;
  private static final Duration SAMPLE = Duration.ofMillis(50);

  @TempDir private Path dir;
  private final List<KeelsonProcess> daemons = new ArrayList<>();
  private final List<Caller> callers = new ArrayList<>();

  @BeforeEach
  void serve() throws Exception {
    var site = Site.in(dir);
    for (int node = 0; node < NODES; node++) {
      var address = new UnixAddress.File(site.socketDir().resolve("node-" + node + ".sock"));
      String yaml =
          site.yaml(address).replace("/state\n", "/state-" + node + "\n")
              + "rotation:\n  poll: 1s\n";
      Path config = Files.writeString(config(node), yaml);
      daemons.add(KeelsonProcess.start("serve", "-c", config.toString()).await("ready socket="));
      callers.add(Caller.at(address));
    }
  }

  @AfterEach
  void stop() {
    callers.forEach(Caller::close);
    daemons.forEach(KeelsonProcess::close);
  }

  @Test
  void neverSealWhatAnotherCannotOpenAndNeverGoBack() throws Exception {
    var before = callers.getFirst().seal(Seeds.marked(1));
    var seen = keyIds();
    try (var rotate =
        KeelsonProcess.start("kek", "rotate", "-c", config(0).toString(), "--activate-in", "4s")) {
      long end = System.nanoTime() + Duration.ofSeconds(12).toNanos();
      while (System.nanoTime() < end) {
        List<String> now = keyIds();
        for (int node = 0; node < NODES; node++) {
          assertThat(number(now.get(node))).isGreaterThanOrEqualTo(number(seen.get(node)));
          assertOpensOnAll(node);
        }
        seen = now;
        Thread.sleep(SAMPLE);
      }
      assertThat(rotate.exitCode()).as(rotate.output()).isEqualTo(ExitCode.OK);
    }
    assertThat(seen).allSatisfy(keyId -> assertThat(number(keyId)).isEqualTo(2));
    for (Caller caller : callers) {
      assertThat(caller.open(before)).isEqualTo(Seeds.marked(1));
    }
  }

  private Path config(int node) {
    return dir.resolve("node-" + node + ".yaml");
  }

  private List<String> keyIds() {
    return callers.stream().map(caller -> caller.status().getKeyId()).toList();
  }

  private void assertOpensOnAll(int node) {
    var sealed = callers.get(node).seal(Seeds.marked(2));
    for (Caller caller : callers) {
      assertThat(caller.open(sealed)).isEqualTo(Seeds.marked(2));
    }
  }

  private static int number(String keyId) {
    return Integer.parseInt(keyId.replaceFirst("prod/", "").replaceFirst("/.*", ""));
  }
}
