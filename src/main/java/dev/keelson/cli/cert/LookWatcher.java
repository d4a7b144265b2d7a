package dev.keelson.cli.cert;

import dev.keelson.enrollment.keep.Look;
import dev.keelson.enrollment.keep.MetricsFile;
import dev.keelson.enrollment.keep.State;
import dev.keelson.enrollment.keep.Tally;
import dev.keelson.host.ServiceManager;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells Prometheus of each look, and the service manager of the first one that ends with a pair
/// that works: units that need the certificate wait for that.
final class LookWatcher implements Consumer<Look> {
  private static final Logger LOG = LoggerFactory.getLogger(LookWatcher.class);

  private final Optional<MetricsFile> metrics;
  private final Tally tally;
  private final InstantSource clock;
  private final ServiceManager manager;
  private boolean ready;

  LookWatcher(
      Optional<MetricsFile> metrics, Tally tally, InstantSource clock, ServiceManager manager) {
    this.metrics = metrics;
    this.tally = tally;
    this.clock = clock;
    this.manager = manager;
  }

  /// Goes on with the counts of the last process.
  void begin() {
    if (metrics.isPresent()) {
      try {
        metrics.get().goOn(tally);
      } catch (IOException e) {
        LOG.warn("metrics result=unread cause=\"{}\"", e.toString());
      }
    }
  }

  @Override
  public void accept(Look look) {
    if (metrics.isPresent()) {
      try {
        metrics.get().write(look, tally, clock.instant());
      } catch (IOException e) {
        LOG.warn("metrics result=unwritten cause=\"{}\"", e.toString());
      }
    }
    if (!ready && works(look)) {
      ready = true;
      LOG.info(
          "ready state={} serial={} not_after={}",
          look.state().label(),
          look.pair().orElseThrow().serial(),
          look.pair().orElseThrow().notAfter());
      manager.ready();
    }
  }

  private static boolean works(Look look) {
    return look.pair().isPresent() && look.state() != State.EXPIRED;
  }
}
