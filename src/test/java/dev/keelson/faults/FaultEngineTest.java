package dev.keelson.faults;

import static dev.keelson.faults.Calls.assertRefused;
import static dev.keelson.faults.Calls.await;
import static dev.keelson.faults.Calls.call;
import static dev.keelson.faults.Calls.millis;
import static dev.keelson.faults.Calls.timeOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Ckr;
import dev.keelson.cryptoki.Cryptoki;
import dev.keelson.token.SoftHsm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The fault engine, through the binding that the daemon calls modules by.
class FaultEngineTest {
  private static final byte[] SEED = "32 bytes that an API server asks".getBytes(UTF_8);
  private static final int SIGSEGV_EXIT = 128 + 11;

  @TempDir private static Path dir;
  private static SoftHsm hsm;

  private FaultEngine engine;
  private Cryptoki cryptoki;
  private Client client;

  @BeforeAll
  static void makeAToken() throws Exception {
    hsm = token("keelson");
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

  @Test
  void isTheOtherModuleUntilToldOtherwise() throws Exception {
    byte[] sealed = client.encrypt(SEED);
    assertThat(client.decrypt(sealed)).isEqualTo(SEED);
    assertThat(cryptoki.tokenInfo(client.slot()).label()).isEqualTo("keelson");
  }

  @Test
  void countsTheCallsOfEachFunction() throws Exception {
    client.encrypt(SEED);
    client.encrypt(SEED);
    assertThat(engine.calls(Function.C_ENCRYPT)).isEqualTo(2);
    assertThat(engine.calls(Function.C_ENCRYPT_INIT)).isEqualTo(2);
    assertThat(engine.calls(Function.C_DECRYPT)).isZero();
    assertThat(engine.calls(Function.C_INITIALIZE)).isEqualTo(1);
    assertThat(engine.inside()).isZero();
    assertThat(engine.mostInside()).isEqualTo(1);
  }

  @Nested
  class AFaultOfOneFunction {
    @Test
    void strikesTheCallsThatItIsMeantForAndNoOthers() throws Exception {
      client.encrypt(SEED);
      var fault = engine.on(Function.C_ENCRYPT_INIT).fromCall(2).times(2).returns(0x80000007L);
      client.encrypt(SEED);
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> client.encrypt(SEED)).hasMessageContaining("0x80000007");
      }
      client.encrypt(SEED);
      assertThat(fault.hits()).isEqualTo(2);
    }

    @Test
    void strikesForEverUntilItIsLifted() throws Exception {
      var fault = engine.on(Function.C_ENCRYPT_INIT).returns(Ckr.CKR_DEVICE_ERROR);
      for (int i = 0; i < 5; i++) {
        assertRefused(Ckr.CKR_DEVICE_ERROR, () -> client.encrypt(SEED));
      }
      fault.lift();
      client.encrypt(SEED);
    }

    @Test
    void mayKeepACallFromTheModule() throws Exception {
      engine.on(Function.C_CLOSE_SESSION).times(1).returns(Ckr.CKR_FUNCTION_FAILED);
      long session = cryptoki.openSession(client.slot());
      assertRefused(Ckr.CKR_FUNCTION_FAILED, () -> cryptoki.closeSession(session));
      cryptoki.closeSession(session);
    }

    @Test
    void mayLoseTheAnswerToACallThatWasDone() throws Exception {
      engine.on(Function.C_CLOSE_SESSION).times(1).losesAnswer(Ckr.CKR_FUNCTION_FAILED);
      long session = cryptoki.openSession(client.slot());
      assertRefused(Ckr.CKR_FUNCTION_FAILED, () -> cryptoki.closeSession(session));
      assertRefused(Ckr.CKR_SESSION_HANDLE_INVALID, () -> cryptoki.closeSession(session));
    }

    @Test
    void mayTakeTime() throws Exception {
      engine.on(Function.C_ENCRYPT).times(1).waits(Duration.ofMillis(200));
      assertThat(timeOf(() -> client.encrypt(SEED))).isBetween(millis(200), millis(5000));
      assertThat(timeOf(() -> client.encrypt(SEED))).isLessThan(millis(150));
    }

    @Test
    void mayNeverReturn() throws Exception {
      var fault = engine.on(Function.C_ENCRYPT).neverReturns();
      var answer = call(() -> client.encrypt(SEED));
      await(() -> fault.hits() == 1);
      Thread.sleep(50);
      assertThat(answer).isNotDone();
      engine.release();
      assertThat((byte[]) answer.get(5, TimeUnit.SECONDS)).hasSize(SEED.length + 16);
      assertThat(engine.inside()).isZero();
    }

    @Test
    void countsThoseWhoAreInside() throws Exception {
      var fault = engine.on(Function.C_GET_TOKEN_INFO).neverReturns();
      var one = call(() -> cryptoki.tokenInfo(client.slot()));
      var another = call(() -> cryptoki.tokenInfo(client.slot()));
      await(() -> fault.hits() == 2);
      assertThat(engine.inside()).isEqualTo(2);
      fault.lift();
      CompletableFuture.allOf(one, another).get(5, TimeUnit.SECONDS);
      assertThat(engine.mostInside()).isEqualTo(2);
    }

    @Test
    void mayCutTheOutput() throws Exception {
      engine.on(Function.C_ENCRYPT).times(1).truncates(3);
      assertThat(client.encrypt(SEED)).hasSize(SEED.length + 16 - 3);
      assertThat(client.encrypt(SEED)).hasSize(SEED.length + 16);
    }

    @Test
    void mayFlipABitOfTheOutput() throws Exception {
      byte[] sealed = client.encrypt(SEED);
      engine.on(Function.C_DECRYPT).times(1).flips();
      byte[] expected = SEED.clone();
      expected[0] ^= 1;
      assertThat(client.decrypt(sealed)).isEqualTo(expected);
      assertThat(client.decrypt(sealed)).isEqualTo(SEED);
    }

    @Test
    void mayLieAboutTheIv() throws Exception {
      engine.on(Function.C_ENCRYPT_INIT).times(2).fixesIv();
      byte[] iv = "an IV of ours".substring(0, 12).getBytes(UTF_8);
      byte[] sealed = client.encrypt(iv, SEED);
      assertThat(client.encrypt("another IV..".getBytes(UTF_8), SEED)).isEqualTo(sealed);
      assertThat(client.decrypt(new byte[12], sealed)).isEqualTo(SEED);
      assertThatThrownBy(() -> client.decrypt(iv, sealed)).isInstanceOf(CkException.class);
    }

    @Test
    void mayComeTogetherWithAnother() {
      engine.on(Function.C_ENCRYPT).waits(Duration.ofMillis(100));
      engine.on(Function.C_ENCRYPT).returns(Ckr.CKR_DEVICE_MEMORY);
      assertThat(timeOf(() -> assertRefused(Ckr.CKR_DEVICE_MEMORY, () -> client.encrypt(SEED))))
          .isGreaterThanOrEqualTo(millis(100));
    }

    @Test
    void mayCrashTheProcess() throws Exception {
      engine.on(Function.C_GET_TOKEN_INFO).times(1).crashes();
      assertThat(listTokens(engine)).isEqualTo(SIGSEGV_EXIT);
      assertThat(listTokens(engine)).as("of another process, after the crash").isZero();
    }
  }

  @Nested
  class TwoInOneProcess {
    @Test
    void frontTwoTokensAndFailEachForItself() throws Exception {
      try (var spare = FaultEngine.over(token("spare"))) {
        var spareClient = Client.of(spare.cryptoki());
        assertThat(spare.cryptoki().tokenInfo(spareClient.slot()).label()).isEqualTo("spare");
        assertThat(cryptoki.tokenInfo(client.slot()).label()).isEqualTo("keelson");
        engine.connection().dies();
        assertRefused(Ckr.CKR_DEVICE_ERROR, () -> client.encrypt(SEED));
        assertThat(spareClient.decrypt(spareClient.encrypt(SEED))).isEqualTo(SEED);
        engine.connection().comesBack();
        assertThat(client.anew().encrypt(SEED)).isNotEqualTo(spareClient.encrypt(SEED));
        spareClient.cryptoki().finish();
      }
    }
  }

  @Test
  void closingFreesThoseWhoHang() throws Exception {
    var fault = engine.on(Function.C_ENCRYPT).neverReturns();
    var answer = call(() -> client.encrypt(SEED));
    await(() -> fault.hits() == 1);
    engine.close();
    assertThatThrownBy(() -> answer.get(5, TimeUnit.SECONDS))
        .hasMessageContaining("CKR_DEVICE_ERROR");
  }

  private static SoftHsm token(String label) throws Exception {
    return SoftHsm.in(Files.createDirectory(dir.resolve(label)))
        .withToken(label, Instant.parse("2026-11-01T00:00:00Z"), "prod");
  }

  /// The exit code of another program that looks at every token of the engine.
  private static int listTokens(FaultEngine engine) throws Exception {
    var command =
        new ProcessBuilder("pkcs11-tool", "--module", engine.library().toString(), "--list-slots");
    try {
      Process process = command.redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor();
    } catch (IOException e) {
      throw new AssertionError("pkcs11-tool is not installed: apt-get install opensc", e);
    }
  }
}
