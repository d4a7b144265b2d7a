package dev.keelson.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.Eventually;
import dev.keelson.cryptoki.Ck;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class StatusCommandTest {
  @TempDir private Path dir;
  private ManagementSite site;

  private record Said(int exitCode, String text) {}

  @BeforeEach
  void prepare() throws Exception {
    site = ManagementSite.in(dir);
  }

  @AfterEach
  void release() {
    site.close();
  }

  private static Said run(String... arguments) throws Exception {
    try (var process = KeelsonProcess.start(arguments)) {
      int exitCode = process.exitCode();
      return new Said(exitCode, new String(process.output().getBytes(ISO_8859_1), UTF_8));
    }
  }

  private String config() {
    return dir.resolve("keelson.yaml").toString();
  }

  @Test
  void ofAGoodDaemonFitsAScreenAndExitsWithZero() throws Exception {
    try (var daemon = site.start()) {
      Said said = run("status", "-c", config());
      assertThat(said.exitCode()).as(said.text()).isZero();
      assertThat(said.text())
          .startsWith("keelson is good, keyring prod\n")
          .contains("label 'keelson'", "serves", "of 4 busy", "ago, ")
          .contains(daemon.activeKek().toString(), daemon.activeKek().hash())
          .doesNotContain("\033");
      assertThat(said.text().lines().count()).isLessThan(24);
    }
  }

  @Test
  void isJsonForPrograms() throws Exception {
    try (var _ = site.start()) {
      Said said = run("status", "-a", "127.0.0.1:" + site.port(), "-o", "json");
      assertThat(said.exitCode()).as(said.text()).isZero();
      var status = JsonMapper.shared().readTree(said.text());
      assertThat(status.get("standing").asString()).isEqualTo("good");
      assertThat(status.at("/tokens/0/canary/age_seconds").isNumber()).isTrue();
      assertThat(status.at("/tokens/0/canary/latency_seconds").asDouble()).isBetween(0.0, 5.0);
    }
  }

  @Test
  void ofADaemonThatServesButNeedsALookExitsWithOne() throws Exception {
    site.engine().tokenFlags(Ck.CKF_USER_PIN_COUNT_LOW);
    site.site().write(site.yaml());
    try (var daemon = KeelsonProcess.start("serve", "-c", config(), "--force-pin")) {
      daemon.await("management address=");
      Said said = run("status", "-c", config());
      assertThat(said.exitCode()).as(said.text()).isEqualTo(1);
      assertThat(said.text()).startsWith("keelson is degraded").contains("wrong PINs", "do: ");
    }
  }

  @Test
  void ofADaemonWithoutATokenExitsWithTwo() throws Exception {
    try (var _ = site.start()) {
      site.engine().connection().dies();
      Eventually.until(() -> site.get("/readyz").statusCode() == 503);
      Said said = run("status", "-c", config());
      assertThat(said.exitCode()).as(said.text()).isEqualTo(2);
      assertThat(said.text()).startsWith("keelson is down").contains("away", "do: ");
    }
  }

  @Test
  void ofNoDaemonSaysWhereItAskedAndWhatToDo() throws Exception {
    site.site().write(site.yaml());
    Said said = run("status", "-c", config());
    assertThat(said.exitCode()).as(said.text()).isEqualTo(2);
    assertThat(said.text())
        .contains("keelson is down", "no daemon answers at 127.0.0.1:" + site.port(), "refused")
        .contains("do: probably none runs", "systemctl status keelson");
  }

  @Test
  void ofAnAddressThatIsOffSaysSo() throws Exception {
    site.site().write(site.site().yaml());
    Said said = run("status", "-c", config());
    assertThat(said.exitCode()).as(said.text()).isEqualTo(2);
    assertThat(said.text()).contains("management.address: off", "do: write an address there");
  }

  @Test
  void doesNotWaitForEverForOneWhoListensAndNeverAnswers() throws Exception {
    try (var _ = new ServerSocket(site.port(), 1, InetAddress.getLoopbackAddress())) {
      Said said = run("status", "-a", "localhost:" + site.port());
      assertThat(said.exitCode()).as(said.text()).isEqualTo(2);
      assertThat(said.text()).contains("it took no notice for 5 s");
    }
  }

  @Test
  void refusesToAskAnotherHost() throws Exception {
    Said said = run("status", "--address", "192.0.2.1:9911");
    assertThat(said.exitCode()).isEqualTo(2);
    assertThat(said.text()).contains("'192.0.2.1' is no loopback address");
  }

  @Test
  void isShownAgainAndAgain() throws Exception {
    try (var _ = site.start();
        var watch = KeelsonProcess.start("status", "-c", config(), "--watch", "200ms")) {
      watch.await("three", () -> watch.output().split("keelson is good", -1).length > 3);
    }
  }
}
