package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.Eventually;
import dev.keelson.token.SoftHsm;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A daemon whose module reaches its token through another process, which dies.
@Timeout(180)
class P11KitTest {
  private static final int ROUNDS = 3;
  private static final int CALLERS = 6;
  private static final int SEEDS_BETWEEN = 60;
  private static final int OUTAGE_MS = 1_000;
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir private Path dir;
  private Site site;
  private P11KitServer server;

  @BeforeEach
  void serveATokenWithAnHmacKey() throws Exception {
    site = Site.in(dir);
    String yaml = site.yaml().replace("keyring: prod", "keyring: hmac");
    Commands.on(site, "keelson-local.yaml", yaml).run("create", "--suite", "hmac-kdf-aes-256-gcm");
    server = P11KitServer.of(SoftHsm.in(dir), Site.TOKEN, dir);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void outlivesTheServerOfItsTokenUnderLoad() throws Exception {
    try (var daemon = site.serve(yaml());
        var caller = Caller.at(site.address());
        var seeds = KeptSeeds.by(CALLERS, site.address())) {
      for (int round = 0; round < ROUNDS; round++) {
        awaitSeeds(seeds);
        assertThat(server.connections()).as("through the server").isPositive();
        server.kill();
        Eventually.until(() -> status(caller).equals(Status.Code.UNAVAILABLE));
        seeds.refusals();
        Thread.sleep(OUTAGE_MS);
        assertThat(seeds.refusals()).isEqualTo(Set.of(Status.Code.UNAVAILABLE));
        assertThat(recovery(caller)).isLessThan(SOON);
        seeds.refusals();
        seeds.requireAllOpen(caller);
        awaitSeeds(seeds);
        assertThat(seeds.refusals()).isEmpty();
      }
      assertThat(daemon.terminate()).as("it is still the first process").isEqualTo(143);
    }
  }

  /// How long from the server's return until Status is good.
  private Duration recovery(Caller caller) throws Exception {
    server.restart();
    long began = System.nanoTime();
    Eventually.until(() -> status(caller).equals(Status.Code.OK));
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private static void awaitSeeds(KeptSeeds seeds) throws Exception {
    int now = seeds.count();
    Eventually.until(() -> seeds.count() >= now + SEEDS_BETWEEN);
  }

  private static Status.Code status(Caller caller) {
    try {
      assertThat(caller.status().getKeyId()).startsWith("hmac/1/");
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  private String yaml() {
    String yaml = site.yaml().replace("keyring: prod", "keyring: hmac");
    yaml = yaml.replace(SoftHsm.LIBRARY.toString(), P11KitServer.CLIENT.toString());
    for (Map.Entry<String, String> variable : server.environment().entrySet()) {
      yaml =
          yaml.replaceFirst(
              "SOFTHSM2_CONF: .*", variable.getKey() + ": \"" + variable.getValue() + "\"");
    }
    return yaml;
  }
}
