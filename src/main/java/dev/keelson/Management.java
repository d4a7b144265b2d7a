package dev.keelson;

import dev.keelson.console.Console;
import dev.keelson.console.ManagementAddress;
import dev.keelson.health.CallRelay;
import dev.keelson.health.Snapshot;
import dev.keelson.host.ListenException;
import dev.keelson.host.ProcessUsage;
import dev.keelson.host.SocketClaim;
import dev.keelson.host.SocketSettings;
import dev.keelson.host.UnixAddress;
import dev.keelson.token.ServedKeyring;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The management endpoints at their address, opened beside all that matters more: without them the
/// daemon serves as well.
final class Management implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Management.class);

  /// What is told of.
  record Sources(
      ServedKeyring keyring, Chronicle chronicle, Optional<Issuing> issuing, Reload reload) {
    Snapshot snapshot() {
      Snapshot now = keyring.snapshot();
      now = chronicle.trouble().map(now::with).orElse(now);
      now = issuing.flatMap(Issuing::trouble).map(now::with).orElse(now);
      return reload.trouble().map(now::with).orElse(now);
    }
  }

  private final Vertx vertx;
  private final ManagementAddress address;
  private final Sources sources;
  private final Thread opening;
  private volatile @Nullable SocketClaim claim;

  /// Returns at once; what goes wrong is told in the log.
  ///
  /// @param calls told from when there is somebody who counts them
  static Management open(Vertx vertx, ManagementAddress address, Sources sources, CallRelay calls) {
    var management = new Management(vertx, address, sources, calls);
    management.opening.start();
    return management;
  }

  private Management(Vertx vertx, ManagementAddress address, Sources sources, CallRelay calls) {
    this.vertx = vertx;
    this.address = address;
    this.sources = sources;
    this.opening = Thread.ofVirtual().unstarted(() -> listen(calls));
  }

  private void listen(CallRelay calls) {
    try {
      switch (address) {
        case ManagementAddress.Off _ -> {}
        case ManagementAddress.Loopback(String host, int port) ->
            serve(calls, SocketAddress.inetSocketAddress(port, host));
        case ManagementAddress.Unix(Path path) -> serveAt(path, calls);
      }
    } catch (ListenException e) {
      told(e.getMessage(), e.remedy());
    } catch (ExecutionException e) {
      told(
          String.valueOf(e.getCause()),
          "see who has it: ss -lntxp; or choose another address; keelson.service has no network,"
              + " so there it is a Unix socket, or drop-in/metrics.conf is missing");
    } catch (InterruptedException e) {
      LOG.debug("management result=stopped");
    }
  }

  private void told(@Nullable String cause, String remedy) {
    LOG.error("management address={} result=failed cause=\"{}\" do=\"{}\"", address, cause, remedy);
  }

  private void serveAt(Path path, CallRelay calls)
      throws ListenException, ExecutionException, InterruptedException {
    var claimed = SocketClaim.claim(path);
    claim = claimed;
    serve(calls, SocketAddress.domainSocketAddress(claimed.unfinished().toString()));
    claimed.publish(SocketSettings.privateAt(new UnixAddress.File(path)));
  }

  private void serve(CallRelay calls, SocketAddress where)
      throws ExecutionException, InterruptedException {
    var console =
        new Console(sources::snapshot, sources.chronicle()::health, Management::residentBytes);
    sources.issuing().ifPresent(issuing -> console.with(issuing::health));
    var listening = console.listen(vertx, where).toCompletionStage().toCompletableFuture();
    var _ = listening.get();
    calls.tell(console.calls());
    LOG.info("management address={}", address);
  }

  private static long residentBytes() {
    return ProcessUsage.of(ProcessHandle.current().pid())
        .map(ProcessUsage::residentBytes)
        .orElse(0L);
  }

  /// To be called when Vert.x is closed, and nobody listens any more.
  @Override
  public void close() {
    opening.interrupt();
    SocketClaim claimed = claim;
    if (claimed != null) {
      claimed.close();
    }
  }
}
