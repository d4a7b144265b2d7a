package dev.keelson.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.health.Snapshot;
import dev.keelson.health.Verdict;
import dev.keelson.ledger.LedgerHealth;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BrokenConsoleTest {
  private static final LedgerHealth LEDGER =
      new LedgerHealth(0, 0, 0, false, Optional.empty(), Optional.empty());

  private final Vertx vertx = Vertx.vertx();
  private volatile boolean broken;

  private Snapshot now() {
    if (broken) {
      throw new NoClassDefFoundError("org/w3c/dom/Node");
    }
    return Snapshot.of(new Verdict.Good(), new Snapshot.Keys("prod", List.of()), List.of(), 0);
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  /// As when a runtime lacks a module that a library wants.
  @Test
  void saysSoInsteadOfNothing() throws Exception {
    var console = new Console(this::now, () -> LEDGER, () -> 0);
    broken = true;
    int port =
        console
            .listen(vertx, SocketAddress.inetSocketAddress(0, "127.0.0.1"))
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS)
            .actualPort();
    var status = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/status")).build();
    try (var client = HttpClient.newHttpClient()) {
      var answer = client.send(status, BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body()).isEqualTo("a fault of Keelson: see its log\n");
    }
  }
}
