package dev.keelson.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.cryptoki.Ck;
import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Ckr;
import dev.keelson.cryptoki.Cryptoki;
import dev.keelson.cryptoki.Fn;
import dev.keelson.cryptoki.Mechanism;
import dev.keelson.cryptoki.Refusals;
import dev.keelson.cryptoki.SerialCryptoki;
import dev.keelson.faults.FaultEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `module.calls: serial`.
@Timeout(60)
class SerialCryptokiTest {
  private static final byte[] INPUT = {1, 2, 3};
  private static final Mechanism GCM = new Mechanism.Plain(Ck.CKM_AES_GCM);
  private static final int CALLERS = 8;
  private static final int ROUNDS = 50;

  @TempDir private Path dir;
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  @Test
  void neverLetsTwoThreadsIntoTheModule() throws Exception {
    call(SerialCryptoki.over(watched()));
    assertThat(most).hasValue(1);
  }

  /// Otherwise the test above would say nothing.
  @Test
  void isWhatKeepsThemOut() throws Exception {
    call(watched());
    assertThat(most).hasValueGreaterThan(1);
  }

  @Test
  void handsARefusalOnAsItIs() {
    CkException refusal = Refusals.of(Fn.C_ENCRYPT, Ckr.CKR_GENERAL_ERROR);
    Tap tap = Tap.onEcho();
    tap.twist(
        "encrypt",
        _ -> {
          throw refusal;
        });
    var serial = SerialCryptoki.over(tap.cryptoki());
    assertThatThrownBy(() -> serial.encrypt(1, GCM, 2, INPUT)).isSameAs(refusal);
    tap.untwist("encrypt");
    assertThat(answered(() -> serial.encrypt(1, GCM, 2, INPUT))).as("the lock is free").isTrue();
  }

  @Test
  void handsAFaultOfOursOnAsItIs() {
    var fault = new IllegalStateException("our fault");
    Tap tap = Tap.onEcho();
    tap.twist(
        "encrypt",
        _ -> {
          throw fault;
        });
    var serial = SerialCryptoki.over(tap.cryptoki());
    assertThatThrownBy(() -> serial.encrypt(1, GCM, 2, INPUT)).isSameAs(fault);
  }

  @Test
  void isWhatTheConfigurationAsksFor() throws Exception {
    assertThat(mostInside(CallOrder.SERIAL)).isEqualTo(1);
    assertThat(mostInside(CallOrder.PARALLEL)).isGreaterThan(1);
  }

  /// In a real module, as the C side counts them.
  private long mostInside(CallOrder order) throws Exception {
    Path place = dir.resolve(order.name());
    var hsm = SoftHsm.in(place).withToken("keelson", Serving.NOON, "prod");
    try (var engine = FaultEngine.over(hsm)) {
      engine.latency(Duration.ofMillis(2));
      var settings = new ModuleSettings(engine.library(), Map.of(), order, GcmIv.DAEMON);
      try (var served =
          Serving.open(
              Pkcs11Module.load(settings), SoftHsm.labelled("keelson"), "prod", Serving.LANES)) {
        assertThat(all(() -> Optional.of(TappedKeyring.seal(served)))).isTrue();
      }
      return engine.mostInside();
    }
  }

  private Cryptoki watched() {
    Tap tap = Tap.onEcho();
    for (String function : List.of("encrypt", "decrypt")) {
      tap.twist(
          function,
          call -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            LockSupport.parkNanos(100_000); // long enough to meet somebody
            Object answer = call.pass();
            inside.decrementAndGet();
            return answer;
          });
    }
    return tap.cryptoki();
  }

  private static void call(Cryptoki cryptoki) throws Exception {
    boolean answered =
        all(() -> {
          byte[] sealed = cryptoki.encrypt(1, GCM, 2, INPUT);
          return cryptoki.decrypt(1, GCM, 2, sealed);
        });
    assertThat(answered).isTrue();
  }

  private static boolean all(Callable<?> call) throws Exception {
    try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
      List<Future<Boolean>> answers = new ArrayList<>();
      for (int i = 0; i < CALLERS * ROUNDS; i++) {
        answers.add(callers.submit(() -> answered(call)));
      }
      boolean all = true;
      for (Future<Boolean> answer : answers) {
        all &= answer.get();
      }
      return all;
    }
  }

  private static boolean answered(Callable<?> call) {
    try {
      return call.call() != null;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
