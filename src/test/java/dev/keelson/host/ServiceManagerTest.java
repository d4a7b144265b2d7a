package dev.keelson.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ServiceManagerTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir private Path dir;

  @Test
  void isToldOverItsSocketThatTheProcessIsReady() throws Exception {
    try (var socket = NotifySocket.at(dir.resolve("notify"))) {
      socket.manager(MINUTE).ready();
      socket.await("READY=1", 0);
    }
  }

  @Test
  void mayListenInTheAbstractNamespaceAsInContainers() throws Exception {
    try (var socket = NotifySocket.named("keelson-test-" + ProcessHandle.current().pid())) {
      socket.manager(MINUTE).ready();
      socket.await("READY=1", 0);
    }
  }

  @Test
  void hearsTheRestToo() throws Exception {
    try (var socket = NotifySocket.at(dir.resolve("notify"))) {
      ServiceManager manager = socket.manager(MINUTE);
      manager.status("well");
      manager.alive();
      manager.stopping();
      socket.await("STOPPING=1", 0);
      assertThat(socket.heard()).containsExactly("STATUS=well", "WATCHDOG=1", "STOPPING=1");
    }
  }

  @Test
  void takesNoSecondMessageFromAStatus() throws Exception {
    try (var socket = NotifySocket.at(dir.resolve("notify"))) {
      socket.manager(MINUTE).status("a vendor's text\nMAINPID=1\r\n");
      assertThat(socket.awaitStatus("a")).isEqualTo("STATUS=a vendor's text MAINPID=1 ");
    }
  }

  @Test
  void isNotMissed() {
    ServiceManager.at(Optional.empty()).ready();
    ServiceManager.at(Optional.of(dir.resolve("nobody").toString())).ready();
  }

  @Nested
  class ItsWatchdog {
    private static final long PID = 4711;

    @Test
    void isForThisProcessOrForWhoeverHearsOfIt() {
      assertThat(watchdog(Map.of("WATCHDOG_USEC", "45000000", "WATCHDOG_PID", "4711")))
          .contains(Duration.ofSeconds(45));
      assertThat(watchdog(Map.of("WATCHDOG_USEC", "45000000"))).contains(Duration.ofSeconds(45));
      assertThat(watchdog(Map.of("WATCHDOG_USEC", "45000000", "WATCHDOG_PID", "4712"))).isEmpty();
      assertThat(watchdog(Map.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "1s", "99999999999999999999"})
    void isNotSetByAnotherText(String text) {
      assertThat(watchdog(Map.of("WATCHDOG_USEC", text))).isEmpty();
    }

    @Test
    void isNoneWithoutASocket() {
      var manager = ServiceManager.in(Map.of("WATCHDOG_USEC", "45000000"), PID);
      assertThat(manager.watchdog()).isEmpty();
      assertThat(manager.isThere()).isFalse();
    }

    private static Optional<Duration> watchdog(Map<String, String> variables) {
      Map<String, String> all = new HashMap<>(variables);
      all.put("NOTIFY_SOCKET", "/run/systemd/notify");
      return ServiceManager.in(all, PID).watchdog();
    }
  }
}
