package dev.keelson.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.Daemon;
import dev.keelson.Eventually;
import dev.keelson.config.ConfigFile;
import dev.keelson.cryptoki.Ck;
import dev.keelson.token.PinGuard;
import dev.keelson.token.SoftHsm;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class ConsoleTest {
  private static final String TOKEN = "{token=\"label 'keelson'\"}";

  @TempDir private Path dir;
  private ManagementSite site;

  @BeforeEach
  void prepare() throws Exception {
    site = ManagementSite.in(dir);
  }

  @AfterEach
  void release() {
    site.close();
  }

  @Test
  void tellsThatTheLedgerTakesNoEntries() throws Exception {
    Files.createDirectories(dir.resolve("state"));
    Files.writeString(dir.resolve("state/ledger"), "in the way");
    try (var _ = site.start()) {
      Eventually.until(() -> site.get("/status").body().contains("the ledger: "));
      assertThat(site.get("/status").body()).contains("\"degraded\"");
      assertThat(site.get("/readyz").statusCode()).isEqualTo(200);
      assertThat(site.get("/metrics").body()).contains("keelson_ledger_failing 1.0");
    }
  }

  @Nested
  class OnAGoodToken {
    private Daemon daemon;

    @BeforeEach
    void start() throws Exception {
      daemon = site.start();
    }

    @AfterEach
    void stop() {
      daemon.close();
    }

    @Test
    void isAliveAndReady() throws Exception {
      assertThat(site.get("/livez").body()).isEqualTo("ok\n");
      assertThat(site.get("/readyz").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/metrics/", "/../etc/passwd", "/Status", "//status"})
    void knowsNoOtherPath(String path) throws Exception {
      assertThat(site.get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void changesNothingForAnybody() throws Exception {
      var refusal = site.post("/status");
      assertThat(refusal.statusCode()).isEqualTo(405);
      assertThat(refusal.headers().firstValue("Allow")).contains("GET, HEAD");
    }

    @Test
    void tellsItsStateAsJson() throws Exception {
      var answer = site.get("/status");
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
      JsonNode status = JsonMapper.shared().readTree(answer.body());
      assertThat(status.get("standing").asString()).isEqualTo("good");
      assertThat(status.get("keyring").asString()).isEqualTo("prod");
      assertThat(status.get("remarks").isEmpty()).isTrue();
      JsonNode token = status.get("tokens").get(0);
      assertThat(token.get("token").asString()).isEqualTo("label 'keelson'");
      assertThat(token.get("serves").asBoolean()).isTrue();
      assertThat(token.at("/life/lanes/count").asInt()).isEqualTo(4);
      assertThat(token.at("/life/sessions/open").asInt()).isBetween(2, 6);
      JsonNode key = status.get("generations").get(0);
      assertThat(key.get("key_id").asString()).isEqualTo(daemon.activeKek().toString());
      assertThat(key.get("state").asString()).isEqualTo("active");
      assertThat(key.get("activation").asString()).isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void tellsNoSecret() throws Exception {
      for (String path : List.of("/status", "/metrics", "/readyz")) {
        assertThat(site.get(path).body())
            .doesNotContain(SoftHsm.PIN)
            .doesNotContain(dir.toString());
      }
    }

    @Test
    void countsCallsByMethodAndCode() throws Exception {
      String sealed = "keelson_kms_request_seconds_count{code=\"OK\",method=\"Encrypt\"}";
      String missed =
          "keelson_kms_request_seconds_count{code=\"INVALID_ARGUMENT\",method=\"Decrypt\"}";
      String fast = "keelson_kms_request_seconds_bucket{code=\"OK\",method=\"Encrypt\",le=\"3.0\"}";
      double before = site.metrics().value(sealed);
      try (var caller = Caller.at(site.site().address())) {
        var good = caller.seal(Seeds.marked(1));
        caller.seal(Seeds.marked(2));
        Caller.refusal(
            () -> caller.open(Caller.opening(good).setCiphertext(good.getKeyIdBytes()).build()));
      }
      Eventually.until(() -> site.metrics().value(sealed) == before + 2);
      assertThat(site.metrics().value(missed)).isEqualTo(1);
      assertThat(site.metrics().value(fast)).isEqualTo(before + 2);
      assertThat(site.metrics().value("keelson_token_queue_wait_seconds_count" + TOKEN))
          .isGreaterThanOrEqualTo(3);
    }

    @Test
    void namesTheKeyAsTheApiServersMetricsDo() throws Exception {
      byte[] keyId = daemon.activeKek().toString().getBytes(UTF_8);
      String hash =
          "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(keyId));
      assertThat(
              site.metrics()
                  .value(
                      "keelson_generation_state{generation=\"1\",key_id_hash=\""
                          + hash
                          + "\",state=\"active\"}"))
          .isEqualTo(1);
      assertThat(site.get("/status").body()).contains("\"key_id_hash\":\"" + hash + "\"");
    }

    @Test
    void hasEachFamilyOfItsPage() throws Exception {
      String page = Files.readString(Path.of("docs", "metrics.md"));
      List<String> named =
          Pattern.compile("(?m)^\\| `(keelson_[a-z_]+)`")
              .matcher(page)
              .results()
              .map(found -> found.group(1))
              .toList();
      var families = site.metrics().types().keySet();
      assertThat(named).hasSizeGreaterThan(20);
      assertThat(families.stream().filter(name -> !name.endsWith("_max") || named.contains(name)))
          .containsExactlyInAnyOrderElementsOf(named);
    }
  }

  @Test
  void isReadyWhenTheCanarySingsAndTellsOtherwiseWhyNot() throws Exception {
    try (var _ = site.start()) {
      site.engine().connection().dies();
      Eventually.until(() -> site.get("/readyz").statusCode() == 503);
      assertThat(site.get("/readyz").body()).contains("token", "\n  do: ");
      assertThat(site.get("/livez").statusCode()).isEqualTo(200);
      assertThat(site.get("/status").body()).contains("\"standing\":\"down\"", "\"serves\":false");
      assertThat(site.metrics().value("keelson_ready")).isZero();
      assertThat(site.metrics().value("keelson_token_serves" + TOKEN)).isZero();
      double waits = site.metrics().value("keelson_token_queue_wait_seconds_count" + TOKEN);
      site.engine().connection().comesBack();
      Eventually.until(() -> site.get("/readyz").statusCode() == 200);
      assertThat(site.metrics().value("keelson_ready")).isEqualTo(1);
      assertThat(site.metrics().value("keelson_token_recoveries_total" + TOKEN)).isEqualTo(1);
      assertThat(site.metrics().value("keelson_token_canary_age_seconds" + TOKEN)).isLessThan(10);
      assertThat(site.metrics().value("keelson_token_queue_wait_seconds_count" + TOKEN))
          .isGreaterThanOrEqualTo(waits);
    }
  }

  @Test
  void tellsWhatTheTokenSaidOfWrongPins() throws Exception {
    site.engine().tokenFlags(Ck.CKF_USER_PIN_COUNT_LOW);
    var config = ConfigFile.read(site.site().write(site.yaml()));
    try (var _ = Daemon.start(config, PinGuard.Risk.TAKEN)) {
      Eventually.until(() -> site.answers("/livez"));
      assertThat(
              site.metrics()
                  .value("keelson_token_pin_flag{flag=\"count_low\",token=\"label 'keelson'\"}"))
          .isEqualTo(1);
      assertThat(site.get("/status").body()).contains("\"standing\":\"degraded\"", "wrong PINs");
      assertThat(site.get("/readyz").statusCode()).isEqualTo(200);
    }
  }

  private String address() {
    return "127.0.0.1:" + site.port();
  }

  @Test
  void leavesTheKmsSocketServedWhenItsPortIsTaken() throws Exception {
    try (var _ = new ServerSocket(site.port(), 1, InetAddress.getLoopbackAddress());
        var daemon = site.site().serve(site.yaml())) {
      daemon.await("management address=" + address() + " result=failed");
      try (var caller = Caller.at(site.site().address())) {
        var sealed = caller.seal(Seeds.marked(1));
        assertThat(caller.open(sealed)).isEqualTo(Seeds.marked(1));
      }
      assertThat(daemon.output()).contains("ERROR", "do=\"see who has it: ss -lntxp");
      assertThat(daemon.terminate()).isEqualTo(143);
    }
  }

  @Test
  void servesASocketFileForItsOwnUserAlone() throws Exception {
    Path socket = site.site().socketDir().resolve("management.sock");
    try (var daemon = site.site().serve(site.yaml("unix://" + socket))) {
      daemon.await("management address=unix://" + socket);
      Eventually.until(() -> Files.exists(socket));
      assertThat(Files.getPosixFilePermissions(socket))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      try (var status =
          KeelsonProcess.start("status", "--address", "unix://" + socket, "-o", "json")) {
        assertThat(status.exitCode()).as(status.output()).isZero();
        assertThat(status.output()).contains("\"standing\":\"good\"");
      }
      assertThat(daemon.terminate()).isEqualTo(143);
      assertThat(socket).doesNotExist();
    }
  }
}
