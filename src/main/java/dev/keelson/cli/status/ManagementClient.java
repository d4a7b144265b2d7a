package dev.keelson.cli.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keelson.console.ManagementAddress;
import dev.keelson.console.StatusJson;
import dev.keelson.health.Condition;
import dev.keelson.health.Snapshot;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks a daemon how it is. An answer that does not come is one, too: the daemon is down.
final class ManagementClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ManagementAddress address;
  private final Vertx vertx;
  private final HttpClient http;

  private record Reply(int code, String body) {}

  ManagementClient(ManagementAddress address) {
    this.address = address;
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setPreferNativeTransport(true) // Unix sockets
                .setEventLoopPoolSize(1)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
    this.http = vertx.createHttpClient();
  }

  Snapshot ask() throws InterruptedException {
    try {
      return switch (address) {
        case ManagementAddress.Off _ -> Snapshot.unknown(off());
        case ManagementAddress.Loopback(String host, int port) ->
            askAt(SocketAddress.inetSocketAddress(port, host));
        case ManagementAddress.Unix(var path) ->
            askAt(SocketAddress.domainSocketAddress(path.toString()));
      };
    } catch (ExecutionException e) {
      return Snapshot.unknown(unreachable(String.valueOf(e.getCause())));
    } catch (TimeoutException _) {
      return Snapshot.unknown(unreachable("it took no notice for " + PATIENCE.toSeconds() + " s"));
    }
  }

  private Snapshot askAt(SocketAddress server)
      throws InterruptedException, ExecutionException, TimeoutException {
    var request =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setServer(server)
            .setHost("localhost")
            .setURI("/status");
    Reply reply =
        http.request(request)
            .compose(one -> one.send())
            .compose(ManagementClient::whole)
            .toCompletionStage()
            .toCompletableFuture()
            .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return reply.code() == 200 ? StatusJson.read(reply.body()) : Snapshot.unknown(stranger());
    } catch (IllegalArgumentException _) {
      return Snapshot.unknown(stranger());
    }
  }

  private static Future<Reply> whole(HttpClientResponse response) {
    return response.body().map(body -> new Reply(response.statusCode(), body.toString(UTF_8)));
  }

  private Condition unreachable(String cause) {
    return new Condition(
        "no daemon answers at " + address + ": " + cause,
        "probably none runs, or with another management.address: systemctl status keelson");
  }

  private Condition stranger() {
    return new Condition(
        "what answers at " + address + " is no Keelson",
        "see who it is: ss -lntxp; then give the daemon another management.address");
  }

  private static Condition off() {
    return new Condition(
        "the configuration has management.address: off, so the daemon cannot be asked",
        "write an address there and restart; or see the socket: keelson doctor --config FILE");
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
