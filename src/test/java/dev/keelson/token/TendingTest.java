package dev.keelson.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.Eventually;
import dev.keelson.health.Verdict;
import dev.keelson.kek.Copies;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a watchdog is told of those who look after tokens.
@Timeout(60)
class TendingTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir private Path dir;
  private volatile Duration passed = Duration.ZERO;
  private volatile StoreWatch store = StoreWatch.NONE;
  private Tokens hsm;

  @BeforeEach
  void makeAToken() throws Exception {
    hsm = Tokens.in(dir);
  }

  private ServedKeyring start() throws Exception {
    var order = hsm.order();
    var watched =
        new Caretaker.Order(order.surroundings(), order.wanted(), order.pin(), () -> store.stamp());
    var care =
        new CareSettings(
            Tokens.CARE.canary(),
            Tokens.CARE.handBack(),
            () -> Instant.ofEpochSecond(0, System.nanoTime()).plus(passed),
            Tokens.CARE.events());
    return ServedKeyring.start(Tokens.PROD, List.of(watched), care, Copies.NONE);
  }

  private void timePasses() {
    passed = passed.plus(LONG);
  }

  @Test
  void aTokenIsTendedWhetherItServesOrIsAway() throws Exception {
    try (var served = start()) {
      timePasses();
      Eventually.until(served::isTended);
      hsm.takeAway();
      Eventually.until(() -> served.verdict() instanceof Verdict.Bad);
      timePasses();
      Eventually.until(served::isTended);
      assertThat(served.verdict()).isInstanceOf(Verdict.Bad.class);
    }
  }

  @Test
  void aTokenWhoseCaretakerHangsOutsideTheModuleIsNot() throws Exception {
    try (var served = start()) {
      var entered = new CountDownLatch(1);
      var free = new CountDownLatch(1);
      store =
          () -> {
            entered.countDown();
            Blocks.until(free);
            return "";
          };
      entered.await();
      assertThat(served.isTended()).isTrue();
      timePasses();
      assertThat(served.isTended()).isFalse();
      free.countDown();
      Eventually.until(served::isTended);
    }
  }

  @Test
  void nothingIsTendedOnceOnlyANewProcessHelps() throws Exception {
    try (var served = start()) {
      var module = new Gate(hsm.tap(), "finish");
      hsm.takeAway();
      module.awaitEntered(1);
      assertThat(served.isTended()).isTrue();
      timePasses();
      served.watch();
      assertThat(served.lost()).isDone();
      assertThat(served.isTended()).isFalse();
      module.open();
    }
  }
}
