package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.Daemon;
import dev.keelson.Eventually;
import dev.keelson.config.ConfigFile;
import dev.keelson.kms.v2.EncryptResponse;
import dev.keelson.token.PinGuard;
import dev.keelson.token.SwTpm;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What happens to a daemon when its TPM restarts, locks, or is opened again and again.
@Timeout(180)
class TpmOutageTest {
  @TempDir private Path dir;
  private TpmNode node;

  @BeforeEach
  void prepare() throws Exception {
    node = TpmNode.in(dir.resolve("node"));
    node.tpm().withHmacKey("keelson", "keelson/prod/1/20260101000000");
    node.tpm().reclaim();
    Files.writeString(node.config(), "canary: {interval: 1s}\n", StandardOpenOption.APPEND);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private Daemon start() throws Exception {
    return Daemon.start(ConfigFile.read(node.config()), PinGuard.Risk.AVOID);
  }

  private SwTpm tpm() {
    return node.tpm();
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16})
  void recoversInTheSameProcessWhenTheTpmRestartsUnderManyCallers(int callers) throws Exception {
    try (var _ = start();
        var caller = Caller.at(node.address());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      EncryptResponse before = caller.seal(Seeds.marked(0));
      var load = new Load();
      for (int i = 0; i < callers; i++) {
        threads.execute(load.by(caller, i));
      }
      load.awaitMore(2 * callers);
      tpm().shutDown();
      Eventually.until(() -> !isGood(caller));
      tpm().restart();
      Eventually.until(() -> isGood(caller));
      load.awaitMore(2 * callers);
      load.over.set(true);
      threads.shutdown();
      assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
      assertThat(load.wrong).isEmpty();
      assertThat(load.refusals).containsOnly(Status.Code.UNAVAILABLE);
      assertThat(caller.open(before)).isEqualTo(Seeds.marked(0));
    }
  }

  @Test
  void leavesNoSessionBehindHoweverOftenItStarts() throws Exception {
    for (int start = 0; start < 20; start++) {
      try (var _ = start();
          var caller = Caller.at(node.address())) {
        assertThat(caller.open(caller.seal(Seeds.marked(start)))).isEqualTo(Seeds.marked(start));
      }
    }
    assertThat(node.leftovers()).isEmpty();
  }

  /// tpm2-pkcs11 reads its store at C_Initialize alone. The store is exchanged, since tpm2_ptool
  /// beside the daemon would disturb it where nobody manages the TPM.
  @Test
  void servesAGenerationThatIsAddedWhileItServes() throws Exception {
    Path store = tpm().store().resolve("tpm2_pkcs11.sqlite3");
    byte[] one = Files.readAllBytes(store);
    tpm().withHmacKey("keelson", "keelson/prod/2/20260201000000");
    tpm().reclaim();
    byte[] two = Files.readAllBytes(store);
    Files.write(store, one);
    try (var _ = start();
        var caller = Caller.at(node.address())) {
      EncryptResponse before = caller.seal(Seeds.marked(1));
      assertThat(before.getKeyId()).startsWith("prod/1/");
      Files.write(store, two);
      Eventually.until(() -> activeOf(caller).startsWith("prod/2/"));
      assertThat(caller.seal(Seeds.marked(2)).getKeyId()).startsWith("prod/2/");
      assertThat(caller.open(before)).isEqualTo(Seeds.marked(1));
    }
  }

  @Test
  void tellsHowLongALockoutLastsAndServesWhenItIsOver() throws Exception {
    try (var _ = start();
        var caller = Caller.at(node.address())) {
      EncryptResponse before = caller.seal(Seeds.marked(1));
      for (int wrong = 0; wrong < 3; wrong++) {
        tpm().tries("keelson", "somebody-elses-guess");
      }
      Eventually.until(() -> told(caller).contains("is locked until 20"));
      assertThat(told(caller)).contains("at the latest: it has counted too many wrong PINs");
      tpm().tool("tpm2_dictionarylockout", "--clear-lockout");
      Eventually.until(() -> isGood(caller));
      assertThat(caller.open(before)).isEqualTo(Seeds.marked(1));
    }
  }

  private static boolean isGood(Caller caller) {
    return told(caller).isEmpty();
  }

  private static String activeOf(Caller caller) {
    try {
      return caller.status().getKeyId();
    } catch (StatusRuntimeException _) {
      return "";
    }
  }

  /// Why Status is bad; nothing when it is good.
  private static String told(Caller caller) {
    try {
      var _ = caller.status();
      return "";
    } catch (StatusRuntimeException e) {
      return String.valueOf(e.getStatus().getDescription());
    }
  }

  /// Seals and opens without end, and minds neither a refusal nor an outage.
  private static final class Load {
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger good = new AtomicInteger();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Queue<Status.Code> refusals = new ConcurrentLinkedQueue<>();

    Runnable by(Caller caller, int number) {
      byte[] seed = Seeds.marked(number);
      return () -> {
        while (!over.get()) {
          try {
            if (!Arrays.equals(caller.open(caller.seal(seed)), seed)) {
              wrong.add("caller " + number);
            }
            good.incrementAndGet();
          } catch (StatusRuntimeException e) {
            refusals.add(e.getStatus().getCode());
            pause();
          }
        }
      };
    }

    private static void pause() {
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    void awaitMore(int calls) throws Exception {
      int enough = good.get() + calls;
      Eventually.until(() -> good.get() >= enough);
    }
  }
}
