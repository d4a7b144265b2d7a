package dev.keelson.console;

import dev.keelson.health.Calls;
import dev.keelson.health.Condition;
import dev.keelson.health.Snapshot;
import dev.keelson.issuer.IssuerHealth;
import dev.keelson.ledger.LedgerHealth;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The endpoints, on a worker of the Vert.x that is given: one answer at a time, and however long
/// the first ones take, no timer waits. They read, and change nothing.
public final class Console {
  private static final Logger LOG = LoggerFactory.getLogger(Console.class);
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
  private static final int IDLE_SECONDS = 60;

  private final Snapshots snapshots;
  private final Metrics metrics;

  /// @param residentBytes of this process
  public Console(Snapshots snapshots, Supplier<LedgerHealth> ledger, LongSupplier residentBytes) {
    this.snapshots = snapshots;
    this.metrics = new Metrics(snapshots, ledger, residentBytes::getAsLong);
  }

  /// Tells of an issuer, too.
  ///
  /// @param issuer how it is; empty while it is not open
  public Console with(Supplier<Optional<IssuerHealth>> issuer) {
    metrics.tell(new IssuerMeters(issuer, InstantSource.system()));
    return this;
  }

  /// Wants to hear of the calls that `/metrics` counts.
  public Calls calls() {
    return metrics;
  }

  /// Fails when the address is taken.
  public Future<HttpServer> listen(Vertx vertx, SocketAddress address) {
    var options =
        new HttpServerOptions().setIdleTimeout(IDLE_SECONDS).setIdleTimeoutUnit(TimeUnit.SECONDS);
    return vertx
        .createHttpServer(options)
        .requestHandler(request ->
            vertx.executeBlocking(() -> answer(request)).onFailure(cause -> fail(request, cause)))
        .listen(address);
  }

  /// Our fault, an Error perhaps: without an answer the other side would only see that nothing
  /// comes.
  private static void fail(HttpServerRequest request, Throwable cause) {
    LOG.error("management path={} result=failed", request.path(), cause);
    if (!request.response().headWritten()) {
      var _ =
          reply(request.response().setStatusCode(500), TEXT, "a fault of Keelson: see its log\n");
    }
  }

  private Future<Void> answer(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    if (!READING.contains(request.method())) {
      return response.setStatusCode(405).putHeader("Allow", "GET, HEAD").end();
    }
    return switch (String.valueOf(request.path())) {
      case "/livez" -> reply(response, TEXT, "ok\n");
      case "/readyz" -> ready(response);
      case "/metrics" -> reply(response, Metrics.CONTENT_TYPE, metrics.scrape());
      case "/status" ->
          reply(response, "application/json", StatusJson.write(snapshots.now()) + "\n");
      default ->
          reply(
              response.setStatusCode(404), TEXT, "here are /livez /readyz /metrics and /status\n");
    };
  }

  private Future<Void> ready(HttpServerResponse response) {
    Snapshot now = snapshots.now();
    return switch (now.standing()) {
      case GOOD, DEGRADED -> reply(response, TEXT, "ok\n");
      case DOWN -> reply(response.setStatusCode(503), TEXT, reasons(now));
    };
  }

  private static String reasons(Snapshot now) {
    return now.remarks().stream().map(Console::reason).collect(Collectors.joining());
  }

  private static String reason(Condition why) {
    return why.what() + "\n  do: " + why.remedy() + "\n";
  }

  private static Future<Void> reply(HttpServerResponse response, String type, String body) {
    return response
        .putHeader("Content-Type", type)
        .putHeader("Cache-Control", "no-store")
        .end(body);
  }
}
