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
