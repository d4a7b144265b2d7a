package dev.keelson.e2e;

import dev.keelson.Daemon;
import dev.keelson.config.ConfigFile;
import dev.keelson.faults.FaultEngine;
import dev.keelson.token.PinGuard;
import dev.keelson.token.SoftHsm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;

/// Daemons that a Prometheus scrapes, for as long as a test looks at its alerts.
final class AlertScene implements AutoCloseable {
  private final Path dir;
  private final Prometheus prometheus;
  private final Map<String, Integer> ports;
  private final Deque<Runnable> open = new ArrayDeque<>();

  /// @param ports that are scraped, by instance
  AlertScene(Path dir, Prometheus prometheus, Map<String, Integer> ports) {
    this.dir = dir;
    this.prometheus = prometheus;
    this.ports = ports;
  }

  /// A site whose key has been active for so long.
  ManagementSite site(String instance, Duration age) throws Exception {
    Path place = Files.createDirectory(dir.resolve(instance));
    var site = Site.in(place, Instant.now().minus(age));
    var engine = FaultEngine.over(SoftHsm.in(place));
    open.push(engine::close);
    return new ManagementSite(site, engine, Objects.requireNonNull(ports.get(instance)));
  }

  /// A token like that of the site, with the same keys.
  FaultEngine copyOfToken(ManagementSite site) throws Exception {
    Path place = Files.createDirectory(site.site().dir().resolve("copy"));
    var engine = FaultEngine.over(SoftHsm.in(site.site().dir()).clonedTo(place));
    open.push(engine::close);
    return engine;
  }

  Daemon serve(ManagementSite site) throws Exception {
    return serve(site, site.yaml());
  }

  Daemon serve(ManagementSite site, String yaml) throws Exception {
    var config = ConfigFile.read(site.site().write(yaml));
    var daemon = Daemon.start(config, PinGuard.Risk.TAKEN);
    open.push(daemon::close);
    open.push(site.engine()::clear); // who hangs in the module would hold the daemon's stop up
    return daemon;
  }

  void awaitScrape(String instance) throws Exception {
    prometheus.awaitScrape(instance);
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      open.pop().run();
    }
  }
}
