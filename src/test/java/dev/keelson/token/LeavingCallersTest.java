package dev.keelson.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.cryptoki.Mechanism;
import dev.keelson.kek.KekException;
import dev.keelson.secret.SecretBytes;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// More callers than lanes: who is refused, who leaves, and what they leave behind.
@Timeout(60)
class LeavingCallersTest {
  private static final Duration LONG = Duration.ofSeconds(50);
  private static final Duration SHORT = Duration.ofMillis(50);

  /// Also how long the end of a lane is waited for, which a busy machine may take its time with.
  private static final Duration UNHURRIED = Duration.ofMillis(500);

  private final Tap tap = Tap.onEcho();
  private final Gate gate = new Gate(tap, "encrypt");

  @AfterEach
  void open() {
    gate.open();
  }

  @Nested
  class AFullQueue {
    @Test
    void refusesAtOnce() throws Exception {
      Lanes lanes = oneLane(2, LONG);
      var running = running(lanes);
      var first = waiting(lanes);
      var second = waiting(lanes);
      assertThatThrownBy(() -> LanesTest.echo(lanes))
          .isInstanceOf(KekException.Overloaded.class)
          .hasMessage("all 2 places in the queue for the token are taken");
      assertThat(gate.entered()).isEqualTo(1);
      gate.open();
      assertThat(running.answer()).isEqualTo(first.answer()).isEqualTo(second.answer());
      assertThat(LanesTest.echo(lanes)).isNotEmpty();
    }
  }

  @Nested
  class AnImpatientCaller {
    @Test
    void isToldThatItIsTooLateWhereverItsCallIs() throws Exception {
      Lanes lanes = oneLane(1, SHORT);
      for (int i = 0; i < 3; i++) {
        // the first is inside the module; the others would be refused if a place stayed taken
        assertThatThrownBy(() -> LanesTest.echo(lanes))
            .isInstanceOf(KekException.TooLate.class)
            .hasMessage("the token did not answer within 50 ms");
      }
    }

    @Test
    void isNotWorkedForAfterwards() throws Exception {
      Lanes lanes = oneLane(4, UNHURRIED);
      for (int i = 0; i < 4; i++) {
        assertThatThrownBy(() -> LanesTest.echo(lanes)).isInstanceOf(KekException.TooLate.class);
      }
      gate.open();
      assertThat(lanes.drained()).isTrue();
      assertThat(gate.entered()).isEqualTo(1);
    }
  }

  @Nested
  class ACallerThatGoesAway {
    @Test
    void freesItsPlaceInTheQueue() throws Exception {
      Lanes lanes = oneLane(1, LONG);
      var running = running(lanes);
      var gone = waiting(lanes);
      gone.interrupt();
      assertThatThrownBy(gone::answer).isInstanceOf(KekException.CallerGone.class);
      var next = waiting(lanes);
      gate.open();
      assertThat(running.answer()).isEqualTo(next.answer());
      assertThat(gate.entered()).isEqualTo(2);
    }

    @Test
    void doesNotWaitForTheModule() throws Exception {
      Lanes lanes = oneLane(1, LONG);
      var running = running(lanes);
      running.interrupt();
      assertThatThrownBy(running::answer).isInstanceOf(KekException.CallerGone.class);
      assertThat(tap.calls("closeSession")).as("the lane is still inside").isEmpty();
    }
  }

  @Nested
  class AnAnswerThatNobodyWaitsFor {
    @Test
    void isWipedIfItIsASecret() throws Exception {
      Lanes lanes = oneLane(1, LONG);
      byte[] bytes = {4, 7, 1, 1};
      var gone =
          Caller.start(() ->
              lanes.call(session -> {
                session.encrypt(new Mechanism.Plain(0), 1, new byte[1]);
                return SecretBytes.takeOver(bytes);
              }));
      gate.awaitEntered(1);
      gone.interrupt();
      assertThatThrownBy(gone::answer).isInstanceOf(KekException.CallerGone.class);
      gate.open();
      assertThat(lanes.drained()).isTrue();
      assertThat(bytes).containsOnly(0);
    }

    @Test
    void isWipedWhenItCameJustBeforeTheCallerLeft() throws Exception {
      byte[] bytes = {4, 7, 1, 1};
      var job = new Job<>(_ -> SecretBytes.takeOver(bytes));
      job.run(Session.open(tap.cryptoki(), 1));
      assertThat(job.isWanted()).isFalse();
      assertThat(job.abandon()).isFalse();
      assertThat(bytes).containsOnly(0);
    }

    @Test
    void isWipedWhenItComesJustAfterwards() throws Exception {
      byte[] bytes = {4, 7, 1, 1};
      var job = new Job<>(_ -> SecretBytes.takeOver(bytes));
      assertThat(job.abandon()).isTrue();
      assertThat(job.isWanted()).isFalse();
      job.run(Session.open(tap.cryptoki(), 1));
      assertThat(bytes).containsOnly(0);
    }
  }

  private Lanes oneLane(int queue, Duration patience) {
    return Lanes.start("lane", tap.cryptoki(), 1, new LaneSettings(1, queue, patience));
  }

  private Caller<byte[]> running(Lanes lanes) throws InterruptedException {
    int before = gate.entered();
    var caller = Caller.start(() -> LanesTest.echo(lanes));
    gate.awaitEntered(before + 1);
    return caller;
  }

  private static Caller<byte[]> waiting(Lanes lanes) throws InterruptedException {
    var caller = Caller.start(() -> LanesTest.echo(lanes));
    caller.awaitWaiting();
    return caller;
  }
}
