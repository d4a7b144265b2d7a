package dev.keelson.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Ckr;
import dev.keelson.cryptoki.Fn;
import dev.keelson.cryptoki.Mechanism;
import dev.keelson.cryptoki.Refusals;
import dev.keelson.kek.KekException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// One lane on a module that echoes.
@Timeout(60)
class LanesTest {
  private static final byte[] INPUT = {1, 2, 3};
  private final CkException gone = Refusals.of(Fn.C_ENCRYPT_INIT, Ckr.CKR_SESSION_HANDLE_INVALID);
  private final CkException refusal = Refusals.of(Fn.C_ENCRYPT, Ckr.CKR_GENERAL_ERROR);

  private final Tap tap = Tap.onEcho();
  private final Lanes lanes =
      Lanes.start("lane", tap.cryptoki(), 1, new LaneSettings(1, 8, Duration.ofSeconds(30)));

  @AfterEach
  void stop() {
    tap.untwist("encrypt");
    lanes.drained();
  }

  @Nested
  class ALane {
    @Test
    void givesTheAnswerOfItsTask() throws Exception {
      assertThat(echo()).isEqualTo(INPUT);
      Integer answer = lanes.call(_ -> 42);
      assertThat(answer).isEqualTo(42);
    }

    @Test
    void opensItsSessionAtTheFirstCallAndKeepsIt() throws Exception {
      assertThat(tap.calls("openSession")).isEmpty();
      echo();
      echo();
      assertThat(tap.calls("openSession")).hasSize(1);
      assertThat(sessions()).containsExactly(1L, 1L);
      assertThat(tap.calls("encrypt").getFirst().caller().getName()).isEqualTo("lane-1");
    }

    @Test
    void takesANewSessionAfterARefusal() throws Exception {
      tap.twist(
          "encrypt",
          _ -> {
            throw refusal;
          });
      assertThatThrownBy(LanesTest.this::echo).isSameAs(refusal);
      tap.untwist("encrypt");
      assertThat(echo()).isEqualTo(INPUT);
      assertThat(sessions()).containsExactly(1L, 2L);
      assertThat(closed()).containsExactly(1L);
    }

    @Test
    void outlivesATaskThatBreaks() throws Exception {
      assertThatIllegalStateException()
          .isThrownBy(() ->
              lanes.call(_ -> {
                throw new UnsupportedOperationException("broken task");
              }))
          .withMessage("a lane's task broke")
          .havingCause()
          .withMessage("broken task");
      assertThat(echo()).isEqualTo(INPUT);
    }

    @Test
    void outlivesAnErrorToo() throws Exception {
      assertThatIllegalStateException()
          .isThrownBy(() ->
              lanes.call(_ -> {
                throw new AssertionError("broken binding");
              }));
      assertThat(echo()).isEqualTo(INPUT);
    }

    @Test
    void triesAgainToOpenASessionAtTheNextCall() throws Exception {
      CkException full = Refusals.of(Fn.C_OPEN_SESSION, Ckr.CKR_SESSION_COUNT);
      tap.twist(
          "openSession",
          _ -> {
            throw full;
          });
      assertThatThrownBy(LanesTest.this::echo).isSameAs(full);
      assertThatThrownBy(LanesTest.this::echo).isSameAs(full);
      tap.untwist("openSession");
      assertThat(echo()).isEqualTo(INPUT);
    }

    @Test
    void forgetsASessionThatDoesNotClose() throws Exception {
      tap.twist(
          "closeSession",
          _ -> {
            throw Refusals.of(Fn.C_CLOSE_SESSION, Ckr.CKR_SESSION_HANDLE_INVALID);
          });
      tap.twist(
          "encrypt",
          _ -> {
            throw refusal;
          });
      assertThatThrownBy(LanesTest.this::echo).isSameAs(refusal);
      tap.untwist("encrypt");
      assertThat(echo()).isEqualTo(INPUT);
      assertThat(sessions()).containsExactly(1L, 2L);
    }
  }

  @Nested
  class ASessionThatTheTokenClosed {
    @Test
    void costsNoCall() throws Exception {
      echo();
      theTokenClosedSession(1);
      assertThat(echo()).isEqualTo(INPUT);
      assertThat(sessions()).containsExactly(1L, 1L, 2L);
    }

    @Test
    void isReplacedOnceAndNotForEver() {
      tap.twist(
          "encrypt",
          _ -> {
            throw gone;
          });
      assertThatThrownBy(LanesTest.this::echo).isSameAs(gone);
      assertThatThrownBy(LanesTest.this::echo).isSameAs(gone);
      assertThat(tap.calls("encrypt")).hasSize(4);
    }

    private void theTokenClosedSession(long session) {
      tap.twist(
          "encrypt",
          call -> {
            if (call.session() == session) {
              throw gone;
            }
            return call.pass();
          });
    }
  }

  @Nested
  class ALaneWithoutRoomForASession {
    @Test
    void leavesItsCallToALaneThatHasOne() throws Exception {
      tap.twist(
          "openSession",
          call -> {
            if (tap.calls("openSession").size() > 1) {
              throw Refusals.of(Fn.C_OPEN_SESSION, Ckr.CKR_SESSION_COUNT);
            }
            return call.pass();
          });
      var many =
          Lanes.start("many", tap.cryptoki(), 1, new LaneSettings(4, 8, Duration.ofSeconds(30)));
      for (int i = 0; i < 20; i++) {
        assertThat(echo(many)).isEqualTo(INPUT);
      }
      assertThat(sessions()).containsOnly(1L);
      assertThat(many.drained()).isTrue();
    }
  }

  @Nested
  class ACallThatNeverReturns {
    private final Lanes two =
        Lanes.start("two", tap.cryptoki(), 1, new LaneSettings(2, 8, Duration.ofMillis(300)));
    private final Gate gate = new Gate(tap, "encrypt");

    @Test
    void costsItsLaneWhichGetsASuccessor() throws Exception {
      assertThatThrownBy(() -> echo(two)).isInstanceOf(KekException.TooLate.class);
      assertThat(two.replaceStuck(Duration.ofMillis(10), 1)).isEqualTo(1);
      assertThat(two.allStuck()).isFalse();
      tap.untwist("encrypt");
      for (int i = 0; i < 5; i++) {
        assertThat(echo(two)).isEqualTo(INPUT);
      }
      gate.open();
      Blocks.untilTrue(() -> two.replaceStuck(Duration.ofSeconds(9), 1) == 0);
      assertThat(two.drained()).isTrue();
    }

    @Test
    void leavesNoLaneInTheEnd() throws Exception {
      for (int i = 0; i < 3; i++) {
        assertThat(two.allStuck()).isFalse();
        assertThatThrownBy(() -> echo(two)).isInstanceOf(KekException.TooLate.class);
        two.replaceStuck(Duration.ofMillis(10), 1);
      }
      assertThat(two.allStuck()).isTrue();
      gate.open();
      assertThat(two.drained()).isTrue();
    }
  }

  @Nested
  class CuttingOff {
    @Test
    void refusesWhatWaitsAndLetsEndWhatRuns() throws Exception {
      var gate = new Gate(tap, "encrypt");
      var running = Caller.start(LanesTest.this::echo);
      gate.awaitEntered(1);
      var waiting = Caller.start(LanesTest.this::echo);
      waiting.awaitWaiting();
      var cutting = Caller.start(() -> lanes.cutOffBy(System.nanoTime() + 30_000_000_000L));
      assertThatThrownBy(waiting::answer)
          .isInstanceOf(KekException.TokenTrouble.class)
          .hasMessage("the token is being closed");
      gate.open();
      assertThat(running.answer()).isEqualTo(INPUT);
      assertThat(cutting.answer()).isTrue();
    }
  }

  @Nested
  class Draining {
    @Test
    void closesTheSessionsAndRefusesLaterCalls() throws Exception {
      echo();
      assertThat(lanes.drained()).isTrue();
      assertThat(closed()).containsExactly(1L);
      assertThatThrownBy(LanesTest.this::echo)
          .isInstanceOf(KekException.TokenTrouble.class)
          .hasMessage("the token is being closed");
    }

    @Test
    void letsCallsThatRunOrWaitEndFirst() throws Exception {
      var gate = new Gate(tap, "encrypt");
      var running = Caller.start(LanesTest.this::echo);
      gate.awaitEntered(1);
      var waiting = Caller.start(LanesTest.this::echo);
      waiting.awaitWaiting();
      var draining = Caller.start(lanes::drained);
      draining.awaitWaiting();
      assertThat(closed()).isEmpty();
      gate.open();
      assertThat(running.answer()).isEqualTo(INPUT);
      assertThat(waiting.answer()).isEqualTo(INPUT);
      assertThat(draining.answer()).isTrue();
      assertThat(closed()).containsExactly(1L);
    }

    @Test
    void reportsALaneThatIsStuckInTheModule() throws Exception {
      var impatient =
          Lanes.start("stuck", tap.cryptoki(), 1, new LaneSettings(2, 8, Duration.ofMillis(50)));
      var gate = new Gate(tap, "encrypt");
      assertThatThrownBy(() -> echo(impatient)).isInstanceOf(KekException.TooLate.class);
      assertThat(impatient.drained()).isFalse();
      assertThat(closed()).isEmpty();
      gate.open();
      Blocks.untilTrue(() -> closed().size() == 1);
      assertThat(impatient.drained()).isTrue();
    }
  }

  private byte[] echo() throws CkException, KekException {
    return echo(lanes);
  }

  static byte[] echo(Lanes lanes) throws CkException, KekException {
    return lanes.call(session -> session.encrypt(new Mechanism.Plain(0), 1, INPUT));
  }

  private List<Long> sessions() {
    return tap.calls("encrypt").stream().map(Tap.Call::session).toList();
  }

  private List<Long> closed() {
    return tap.calls("closeSession").stream().map(Tap.Call::session).toList();
  }
}
