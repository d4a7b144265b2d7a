package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.host.NotifySocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What systemd hears of a daemon of `Type=notify`.
@Timeout(90)
class NotifyTest {
  private static final String ALIVE = "WATCHDOG=1";
  private static final Duration WATCHDOG = Duration.ofMillis(900);

  @TempDir private Path dir;
  private Site site;

  @BeforeEach
  void prepare() throws Exception {
    site = Site.in(dir);
  }

  private KeelsonProcess serve(NotifySocket socket) throws Exception {
    List<String> env = new ArrayList<>(List.of("env"));
    socket.environment(WATCHDOG).forEach((name, value) -> env.add(name + "=" + value));
    return KeelsonProcess.start(
        env, List.of(), "serve", "--config", site.write(site.yaml()).toString());
  }

  @Test
  void followsTheTokenAndIsAliveWithoutItUntilItIsStopped() throws Exception {
    try (var socket = NotifySocket.at(dir.resolve("notify"));
        var daemon = serve(socket)) {
      socket.await("READY=1", 0);
      assertThat(socket.heard().getFirst()).matches("STATUS=serving prod/1/.*, 1 of 1 tokens");

      takeAway();
      assertThat(socket.awaitStatus("NOT serving")).contains("no token with label 'keelson'");
      socket.await(ALIVE, socket.count(ALIVE) + 3);
      bringBack();
      socket.awaitStatus("serving prod/1/");

      assertThat(daemon.terminate()).isEqualTo(143);
      socket.await("STOPPING=1", 0);
      assertThat(socket.heard()).endsWith("STOPPING=1").containsOnlyOnce("READY=1");
    }
  }

  @Test
  void isReadyAndSaysWhatItWaitsForWhenTheTokenIsAwayAtTheStart() throws Exception {
    takeAway();
    try (var socket = NotifySocket.at(dir.resolve("notify"));
        var _ = serve(socket)) {
      socket.await("READY=1", 0);
      assertThat(socket.heard().getFirst()).contains("NOT serving: no token with label 'keelson'");
      socket.await(ALIVE, 1);
      bringBack();
      socket.awaitStatus("serving prod/1/");
    }
  }

  private void takeAway() throws Exception {
    Files.move(dir.resolve("tokens"), dir.resolve("away"));
    Files.createDirectory(dir.resolve("tokens"));
  }

  private void bringBack() throws Exception {
    Files.delete(dir.resolve("tokens"));
    Files.move(dir.resolve("away"), dir.resolve("tokens"));
  }
}
