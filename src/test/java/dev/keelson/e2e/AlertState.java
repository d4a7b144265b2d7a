package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.Daemon;
import dev.keelson.Eventually;
import dev.keelson.config.ConfigFile;
import dev.keelson.cryptoki.Ck;
import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Cka;
import dev.keelson.cryptoki.Cryptoki;
import dev.keelson.cryptoki.Template;
import dev.keelson.faults.FaultEngine;
import dev.keelson.faults.Function;
import dev.keelson.token.KekAdmin;
import dev.keelson.token.LedgerKeyAdmin;
import dev.keelson.token.PinGuard;
import dev.keelson.token.SoftHsm;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A daemon that somebody should look at.
///
/// @param name of the scraped instance
/// @param alerts all that fire
record AlertState(String name, Set<String> alerts, Play play) {
  /// Brings the state about.
  interface Play {
    void on(AlertScene scene, String name) throws Exception;
  }

  static final String HEALTHY = "healthy";
  static final String OTHER_NODE = "other-node";

  private static final Duration YOUNG = Duration.ofHours(1);

  static List<AlertState> all() {
    return List.of(
        new AlertState(HEALTHY, Set.of(), AlertState::serve),
        new AlertState("stopped", Set.of("KeelsonDown"), AlertState::stop),
        new AlertState(
            "no-token", Set.of("KeelsonNotReady", "KeelsonTokenAway"), AlertState::startAlone),
        new AlertState(
            "one-token-of-two",
            Set.of("KeelsonTokenAway", "KeelsonCanaryOld"),
            AlertState::loseOneOfTwo),
        new AlertState("flapping", Set.of("KeelsonTokenFlapping"), AlertState::flap),
        new AlertState("slow", Set.of("KeelsonCallsSlow"), AlertState::slowDown),
        new AlertState("stuck", Set.of("KeelsonLaneStuck"), AlertState::hang),
        new AlertState(
            "few-sessions", Set.of("KeelsonSessionsNearlyUsedUp"), AlertState::limitSessions),
        new AlertState("mute-key", Set.of("KeelsonKeyMute"), AlertState::silenceAKey),
        new AlertState("wrong-pins", Set.of("KeelsonWrongPins"), AlertState::countWrongPins),
        new AlertState("old-key", Set.of("KeelsonKeyOld"), AlertState::serveAnOldKey),
        new AlertState(
            "two-keys", Set.of("KeelsonNodesSealWithDifferentKeys"), AlertState::serveTwoKeys),
        new AlertState("full-disk", Set.of("KeelsonLedgerFailing"), AlertState::fillTheDisk),
        new AlertState(
            "no-ledger-key", Set.of("KeelsonLedgerUnsigned"), AlertState::destroyTheLedgerKey),
        new AlertState("no-authority", Set.of("KeelsonIssuerNotReady"), AlertState::issueNothing),
        new AlertState(
            "idle-client", Set.of("KeelsonCertificateOverdue"), AlertState::renewNothing));
  }

  @Override
  public String toString() {
    return name;
  }

  private static void serve(AlertScene scene, String name) throws Exception {
    scene.serve(scene.site(name, YOUNG));
    scene.awaitScrape(name);
  }

  private static void stop(AlertScene scene, String name) throws Exception {
    serve(scene, name);
    scene.close();
  }

  /// Without a token from the start: no canary ever sang, so none is old.
  private static void startAlone(AlertScene scene, String name) throws Exception {
    var site = scene.site(name, YOUNG);
    site.engine().connection().dies();
    scene.serve(site);
  }

  private static void loseOneOfTwo(AlertScene scene, String name) throws Exception {
    var site = scene.site(name, YOUNG);
    FaultEngine standby = scene.copyOfToken(site);
    String failover =
        String.format(
            Locale.ROOT,
            """
            failover:
              standby:
                - module:
                    path: %s
                  token:
                    label: keelson
                    pin-file: %s
            """,
            standby.library(),
            site.site().pinFile());
    scene.serve(site, site.yaml() + failover);
    standby.connection().dies();
  }

  private static void flap(AlertScene scene, String name) throws Exception {
    var site = scene.site(name, YOUNG);
    scene.serve(site);
    scene.awaitScrape(name);
    try (var caller = Caller.at(site.site().address())) {
      for (int i = 0; i < 4; i++) {
        site.engine().connection().dies();
        var _ = Caller.refusal(() -> caller.seal(Seeds.marked(1))); // it is missed at once
        Eventually.until(() -> !site.answers("/readyz"));
        site.engine().connection().comesBack();
        Eventually.until(() -> site.answers("/readyz"));
      }
    }
  }

  private static void slowDown(AlertScene scene, String name) throws Exception {
    var site = scene.site(name, YOUNG);
    scene.serve(site);
    scene.awaitScrape(name);
    site.engine().latency(Duration.ofMillis(700)); // twice in a seal, which is opened again
    try (var caller = Caller.at(site.site().address())) {
      caller.seal(Seeds.marked(1));
    }
  }

  /// One call hangs among many that do not, so that calls are not slow as a rule.
  private static void hang(AlertScene scene, String name) throws Exception {
    var site = scene.site(name, YOUNG);
    scene.serve(site, site.yaml().replace("interval: 1s", "interval: 3s"));
    scene.awaitScrape(name);
    try (var caller = Caller.at(site.site().address())) {
      for (int i = 0; i < 200; i++) {
        caller.seal(Seeds.marked(i));
      }
      long songs = site.engine().calls(Function.C_ENCRYPT);
      Eventually.until(() -> site.engine().calls(Function.C_ENCRYPT) > songs);
      site.engine().on(Function.C_ENCRYPT).times(1).neverReturns(); // 3 s before the next canary
      assertThat(Caller.refusal(() -> caller.seal(Seeds.marked(1))).getCode())
          .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    }
  }

  private static void limitSessions(AlertScene scene, String name) throws Exception {
    var site = scene.site(name, YOUNG);
    site.engine().sessionLimit(3);
    scene.serve(site);
  }

  private static void silenceAKey(AlertScene scene, String name) throws Exception {
    var site = scene.site(name, YOUNG);
    String retired;
    var config = ConfigFile.read(site.site().write(site.yaml()));
    try (var pin = config.pin().read();
        var admin =
            KekAdmin.open(
                Daemon.surroundings(config, PinGuard.Risk.AVOID), Daemon.wanted(config), pin)) {
      retired = admin.list().getFirst().label().toString();
      admin.rotate(Duration.ZERO, Optional.empty());
    }
    scene.serve(site);
    withTheVendorsTool(
        site,
        retired,
        (token, session, key) ->
            token.setAttributes(session, key, new Template().no(Cka.CKA_DECRYPT)));
  }

  private static void destroyTheLedgerKey(AlertScene scene, String name) throws Exception {
    var site = scene.site(name, YOUNG);
    withTheVendorsTool(site, LedgerKeyAdmin.LABEL, Cryptoki::destroyObject);
    scene.serve(site);
  }

  private static void issueNothing(AlertScene scene, String name) throws Exception {
    var site = scene.site(name, YOUNG);
    scene.serve(site, site.yaml() + new IssuerSite(site.site()).section());
  }

  private static void renewNothing(AlertScene scene, String name) throws Exception {
    var site = scene.site(name, YOUNG);
    var issuer = new IssuerSite(site.site());
    issuer.run("ca", "init");
    scene.serve(site, site.yaml() + issuer.section());
    Eventually.until(() -> Files.exists(issuer.socket()));
    try (var client = issuer.enrollee()) {
      client.issue("fleeting");
    }
  }

  private interface Deed {
    void on(Cryptoki token, long session, long object) throws CkException;
  }

  /// Does something to each object of a label, beside a daemon or not.
  private static void withTheVendorsTool(ManagementSite site, String label, Deed deed)
      throws Exception {
    SoftHsm hsm = SoftHsm.in(site.site().dir());
    try (var tool = FaultEngine.over(hsm);
        var pin = SoftHsm.pin(SoftHsm.PIN)) {
      var cryptoki = tool.cryptoki();
      cryptoki.initialize();
      long session = cryptoki.openWritableSession(cryptoki.slotsWithToken().getFirst());
      cryptoki.login(session, Ck.CKU_USER, pin.revealBytes());
      for (long object : cryptoki.findObjects(session, new Template().text(Cka.CKA_LABEL, label))) {
        deed.on(cryptoki, session, object);
      }
      cryptoki.finish();
    }
  }

  private static void countWrongPins(AlertScene scene, String name) throws Exception {
    var site = scene.site(name, YOUNG);
    site.engine().tokenFlags(Ck.CKF_USER_PIN_COUNT_LOW);
    scene.serve(site);
  }

  private static void serveAnOldKey(AlertScene scene, String name) throws Exception {
    scene.serve(scene.site(name, Duration.ofDays(336)));
  }

  private static void serveTwoKeys(AlertScene scene, String name) throws Exception {
    scene.serve(scene.site(name, YOUNG));
    scene.serve(scene.site(OTHER_NODE, YOUNG));
  }

  /// Every write to the file ends with ENOSPC.
  private static void fillTheDisk(AlertScene scene, String name) throws Exception {
    var site = scene.site(name, YOUNG);
    Path ledger = Files.createDirectories(site.site().dir().resolve("state/ledger"));
    Files.createSymbolicLink(
        ledger.resolve("ledger-0000000000000000001.jsonl"), Path.of("/dev/full"));
    scene.serve(site);
  }
}
