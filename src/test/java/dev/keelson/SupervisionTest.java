package dev.keelson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.health.Condition;
import dev.keelson.health.Snapshot;
import dev.keelson.host.NotifySocket;
import dev.keelson.host.ServiceManager;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SupervisionTest {
  @TempDir private Path dir;
  private NotifySocket socket;
  private Supervision supervision;
  private String trouble = "gone";
  private boolean beats = true;

  @BeforeEach
  void listen() throws Exception {
    socket = NotifySocket.at(dir.resolve("notify"));
    supervision = supervision(socket.manager(Duration.ofSeconds(45)));
  }

  private Supervision supervision(ServiceManager manager) {
    return new Supervision(
        manager, () -> Snapshot.unknown(new Condition(trouble, "look")), () -> beats);
  }

  @AfterEach
  void close() {
    socket.close();
  }

  @Test
  void tellsHowTheDaemonIsBeforeItTellsThatItIsReady() throws Exception {
    supervision.ready();
    socket.await("READY=1", 0);
    assertThat(socket.heard()).containsExactly("STATUS=NOT serving: gone", "READY=1");
  }

  @Test
  void tellsNewsOnceAndThatTheDaemonIsAliveEachTime() throws Exception {
    supervision.look();
    supervision.look();
    trouble = "far away";
    supervision.look();
    socket.await("WATCHDOG=1", 2);
    assertThat(socket.heard())
        .containsExactly(
            "STATUS=NOT serving: gone",
            "WATCHDOG=1",
            "WATCHDOG=1",
            "STATUS=NOT serving: far away",
            "WATCHDOG=1");
  }

  @Test
  void doesNotCallAliveWhatDoesNotGetOn() throws Exception {
    beats = false;
    supervision.look();
    supervision.stopping();
    socket.await("STOPPING=1", 0);
    assertThat(socket.count("WATCHDOG=1")).isZero();
  }

  @Test
  void saysNothingMoreOnceTheDaemonEnds() throws Exception {
    supervision.stopping();
    supervision.look();
    socket.await("STOPPING=1", 0);
    assertThat(socket.heard()).containsExactly("STOPPING=1");
  }

  @Test
  void looksThreeTimesInAWatchAndEveryFiveSecondsAtLeast() {
    assertThat(supervision(socket.manager(Duration.ofSeconds(6))).interval())
        .contains(Duration.ofSeconds(2));
    assertThat(supervision.interval()).contains(Duration.ofSeconds(5));
  }
}
