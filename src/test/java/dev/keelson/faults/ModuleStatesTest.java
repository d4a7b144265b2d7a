package dev.keelson.faults;

import static dev.keelson.faults.Calls.assertRefused;
import static dev.keelson.faults.Calls.millis;
import static dev.keelson.faults.Calls.timeOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cryptoki.Ck;
import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Ckr;
import dev.keelson.cryptoki.Cryptoki;
import dev.keelson.token.SoftHsm;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The states of a whole module that the fault engine plays.
class ModuleStatesTest {
  private static final byte[] SEED = "32 bytes that an API server asks".getBytes(UTF_8);

  @TempDir private static Path dir;
  private static SoftHsm hsm;

  private FaultEngine engine;
  private Cryptoki cryptoki;
  private Client client;

  @BeforeAll
  static void makeAToken() throws Exception {
    hsm = SoftHsm.in(dir).withToken("keelson", Instant.parse("2026-11-01T00:00:00Z"), "prod");
  }

  @BeforeEach
  void logIn() throws Exception {
    engine = FaultEngine.over(hsm);
    cryptoki = engine.cryptoki();
    client = Client.of(cryptoki);
  }

  @AfterEach
  void finish() throws Exception {
    engine.clear();
    cryptoki.finish();
    engine.close();
  }

  @Nested
  class ADeadConnection {
    @Test
    void failsEveryCallUntilTheModuleIsInitializedAnew() throws Exception {
      engine.connection().dies();
      assertDead();
      engine.connection().comesBack();
      assertDead();
      assertThat(client.anew().encrypt(SEED)).isNotEmpty();
    }

    @Test
    void showsNoSlotsToWhoInitializesMeanwhile() throws Exception {
      engine.connection().dies();
      cryptoki.finish();
      cryptoki.initialize();
      assertThat(cryptoki.slotsWithToken()).isEmpty();
      engine.connection().comesBack();
      assertThat(cryptoki.slotsWithToken()).isEmpty();
      assertThat(client.anew().encrypt(SEED)).isNotEmpty();
    }

    @Test
    void mayRefuseToInitialize() throws Exception {
      engine.connection().diesAndRefusesToInitialize();
      cryptoki.finish();
      assertRefused(Ckr.CKR_DEVICE_ERROR, cryptoki::initialize);
      engine.connection().comesBack();
      client = Client.of(cryptoki);
      assertThat(client.encrypt(SEED)).isNotEmpty();
    }

    private void assertDead() {
      assertRefused(Ckr.CKR_DEVICE_ERROR, () -> client.encrypt(SEED));
      assertRefused(Ckr.CKR_DEVICE_ERROR, () -> cryptoki.slotsWithToken());
      assertRefused(Ckr.CKR_DEVICE_ERROR, () -> cryptoki.tokenInfo(client.slot()));
      assertRefused(Ckr.CKR_DEVICE_ERROR, () -> cryptoki.openSession(client.slot()));
      assertRefused(Ckr.CKR_DEVICE_ERROR, () -> cryptoki.logout(client.session()));
    }
  }

  @Nested
  class ATokenOutOfItsSlot {
    @Test
    void isAwayUntilTheModuleIsInitializedAnew() throws Exception {
      engine.hideToken();
      assertAway();
      engine.showToken();
      assertAway();
      assertThat(client.anew().encrypt(SEED)).isNotEmpty();
    }

    private void assertAway() throws CkException {
      assertThat(cryptoki.slotsWithToken()).isEmpty();
      assertRefused(Ckr.CKR_TOKEN_NOT_PRESENT, () -> cryptoki.openSession(client.slot()));
      assertRefused(Ckr.CKR_TOKEN_NOT_PRESENT, () -> cryptoki.tokenInfo(client.slot()));
      assertRefused(Ckr.CKR_DEVICE_REMOVED, () -> client.encrypt(SEED));
    }
  }

  @Nested
  class TheToken {
    @Test
    void mayLoseItsKeysAndHaveThemAgain() throws Exception {
      engine.hideKeys();
      assertThat(client.keys()).isEmpty();
      assertRefused(Ckr.CKR_OBJECT_HANDLE_INVALID, () -> client.encrypt(SEED));
      engine.showKeys();
      assertThat(client.keys()).containsExactly(client.key());
      client.encrypt(SEED);
    }

    @Test
    void mayHaveFewSessions() throws Exception {
      engine.sessionLimit(2);
      long second = cryptoki.openSession(client.slot());
      assertRefused(Ckr.CKR_SESSION_COUNT, () -> cryptoki.openSession(client.slot()));
      cryptoki.closeSession(second);
      cryptoki.openSession(client.slot());
      var sessions = cryptoki.tokenInfo(client.slot()).sessions();
      assertThat(sessions.max()).isEqualTo(2);
      assertThat(sessions.maxWritable()).isEqualTo(2);
    }

    @Test
    void mayShowFlagsThatSoftHsmNeverSets() throws Exception {
      engine.tokenFlags(Ck.CKF_USER_PIN_LOCKED | Ck.CKF_USER_PIN_FINAL_TRY);
      var info = cryptoki.tokenInfo(client.slot());
      assertThat(info.has(Ck.CKF_USER_PIN_LOCKED)).isTrue();
      assertThat(info.has(Ck.CKF_USER_PIN_FINAL_TRY)).isTrue();
      assertThat(info.has(Ck.CKF_TOKEN_INITIALIZED)).isTrue();
      engine.tokenFlags(0);
      assertThat(cryptoki.tokenInfo(client.slot()).has(Ck.CKF_USER_PIN_LOCKED)).isFalse();
    }

    @Test
    void mayBeSlow() throws Exception {
      engine.latency(Duration.ofMillis(100));
      assertThat(timeOf(() -> client.encrypt(SEED))).isGreaterThanOrEqualTo(millis(100));
      assertThat(timeOf(() -> cryptoki.tokenInfo(client.slot()))).isLessThan(millis(80));
    }
  }
}
