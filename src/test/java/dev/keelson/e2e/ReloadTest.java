package dev.keelson.e2e;

import static dev.keelson.e2e.Caller.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.Daemon;
import dev.keelson.Eventually;
import dev.keelson.config.ConfigFile;
import dev.keelson.host.NotifySocket;
import dev.keelson.recovery.RecoveryKeys;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A configuration that changes under a daemon that runs.
@Timeout(90)
class ReloadTest {
  /// Behind the last section of a site, `socket`.
  private static final String STRANGERS_ONLY = "  allow-uids: [4000000000]\n";

  private static final String LEDGER = "state/ledger/ledger-0000000000000000001.jsonl";

  @TempDir private Path dir;

  private static void reload(Daemon daemon, Site site, String yaml) throws Exception {
    Path file = site.write(yaml);
    daemon.reload(() -> ConfigFile.read(file));
  }

  private static String ledger(Path dir) throws Exception {
    return Files.readString(dir.resolve(LEDGER));
  }

  @Nested
  class BySignal {
    private KeelsonProcess serve(NotifySocket socket, Site site) throws Exception {
      List<String> env = new ArrayList<>(List.of("env"));
      socket
          .environment(Duration.ofSeconds(45))
          .forEach((name, value) -> env.add(name + "=" + value));
      return KeelsonProcess.start(
          env, List.of(), "serve", "--config", site.write(site.yaml()).toString());
    }

    private void hangUp(KeelsonProcess daemon) throws Exception {
      var kill = new ProcessBuilder("kill", "-HUP", "" + daemon.pid()).inheritIO().start();
      assertThat(kill.waitFor(5, TimeUnit.SECONDS) && kill.exitValue() == 0).isTrue();
    }

    @Test
    void saysWhenItBeginsAndEndsAndWhyItTookNothing() throws Exception {
      Site site = Site.in(dir);
      try (var socket = NotifySocket.at(dir.resolve("notify"));
          var daemon = serve(socket, site)) {
        socket.await("READY=1", 0);

        site.write(site.yaml() + "  mod: \"0600\"\n");
        hangUp(daemon);
        socket.await("READY=1", 1);
        assertThat(socket.awaitStatus("serving prod/1/"))
            .contains(
                "look at: the changed configuration was refused",
                "keelson.yaml:",
                ": socket.mod: unknown key");

        site.write(site.yaml());
        hangUp(daemon);
        socket.await("READY=1", 2);
        assertThat(socket.awaitStatus("serving prod/1/")).doesNotContain("look at");
        assertThat(socket.heard())
            .filteredOn(one -> one.matches("RELOADING=1\nMONOTONIC_USEC=[0-9]+"))
            .hasSize(2);
        assertThat(daemon.terminate()).isEqualTo(143);
      }
    }
  }

  @Test
  void letsOthersCallFromTheNextCallOnAndWritesItDown() throws Exception {
    Site site = Site.in(dir);
    try (var daemon = site.start();
        var caller = Caller.at(site.address())) {
      caller.seal(Seeds.marked(1));
      reload(daemon, site, site.yaml() + STRANGERS_ONLY);
      assertThat(refusal(caller::status).getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
      reload(daemon, site, site.yaml());
      caller.seal(Seeds.marked(2));
    }
    assertThat(ledger(dir)).contains("\"configure\"", "\"keys\":\"socket.allow-uids\"");
  }

  @Test
  void takesNothingOfAFileOfWhichOneKeyCannotChange() throws Exception {
    Site site = Site.in(dir);
    try (var daemon = site.start();
        var caller = Caller.at(site.address())) {
      String changed = site.yaml().replace("interval: 1s", "interval: 2s") + STRANGERS_ONLY;
      reload(daemon, site, changed);
      assertThat(caller.status().getHealthz()).isEqualTo("ok");
    }
    assertThat(ledger(dir)).doesNotContain("configure");
  }

  /// Who may call is not widened where nobody will find it.
  @Test
  void takesNothingThatALedgerWhichIsRequiredDoesNotHave() throws Exception {
    Site site = Site.in(dir);
    String required = "ledger:\n  mode: require\n" + site.yaml();
    try (var daemon = site.start(required);
        var caller = Caller.at(site.address())) {
      caller.seal(Seeds.marked(1));
      Path file = dir.resolve(LEDGER);
      Files.move(file, dir.resolve("taken-away"));
      Files.writeString(file, "in the way");
      reload(daemon, site, required + STRANGERS_ONLY);
      assertThat(caller.status().getHealthz()).isEqualTo("ok");
    }
  }

  @Test
  void copiesTheNextSeedForNewRecipients() throws Exception {
    Site site = Site.in(dir);
    Path recipient = new RecoveryKeys(dir).make("safe", 3072);
    try (var daemon = site.start();
        var caller = Caller.at(site.address())) {
      assertThat(caller.seal(Seeds.marked(1)).getAnnotationsMap()).isEmpty();
      reload(daemon, site, "recovery:\n  recipients: [" + recipient + "]\n" + site.yaml());
      assertThat(caller.seal(Seeds.marked(2)).getAnnotationsMap()).hasSize(1);
    }
  }

  @Test
  void issuesByOtherRulesAndProfiles() throws Exception {
    IssuerSite site = IssuerSite.withAuthority(dir);
    try (var daemon = site.site().start(site.yaml())) {
      Eventually.until(() -> Files.exists(site.socket()));
      try (var enrollee = site.enrollee()) {
        assertThat(refusal(() -> enrollee.issue("forbidden")).getCode())
            .isEqualTo(Status.Code.PERMISSION_DENIED);
        String changed =
            site.yaml()
                .replace("profiles: [apiserver, fleeting]", "profiles: [forbidden]")
                .replace("common-name: forbidden", "common-name: allowed-now");
        reload(daemon, site.site(), changed);
        assertThat(enrollee.issue("forbidden").certificate().getSubjectX500Principal().getName())
            .contains("CN=allowed-now");
        assertThat(refusal(() -> enrollee.issue("apiserver")).getCode())
            .isEqualTo(Status.Code.PERMISSION_DENIED);
      }
    }
  }
}
