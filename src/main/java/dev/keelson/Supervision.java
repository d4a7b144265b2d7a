package dev.keelson;

import dev.keelson.health.Snapshot;
import dev.keelson.health.StatusLine;
import dev.keelson.host.ServiceManager;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// What the service manager hears of a daemon: when it is ready, how it is, and that it is alive.
final class Supervision {
  /// Between two looks, where nobody wants them more often.
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  /// Two of these may get lost (sd_watchdog_enabled(3) wants one in half of the time).
  private static final int LOOKS_IN_A_WATCH = 3;

  /// Whether what does the work gets on with it. To wait for a token is to get on: only a new
  /// process helps against what this is false of.
  interface Pulse {
    boolean beats();
  }

  private final ServiceManager manager;
  private final Supplier<Snapshot> snapshot;
  private final Pulse pulse;
  private Optional<String> told = Optional.empty();
  private boolean stopping;

  Supervision(ServiceManager manager, Supplier<Snapshot> snapshot, Pulse pulse) {
    this.manager = manager;
    this.snapshot = snapshot;
    this.pulse = pulse;
  }

  /// How often to look; empty when nobody listens.
  Optional<Duration> interval() {
    Duration watched =
        manager.watchdog().map(limit -> limit.dividedBy(LOOKS_IN_A_WATCH)).orElse(INTERVAL);
    return Optional.of(watched.compareTo(INTERVAL) < 0 ? watched : INTERVAL)
        .filter(_ -> manager.isThere());
  }

  /// The daemon serves, or can do nothing but wait for its token; the line that goes before says
  /// which.
  synchronized void ready() {
    tell();
    manager.ready();
  }

  /// Around a task that changes what the daemon serves.
  void reload(Runnable task) {
    reloading();
    try {
      task.run();
    } finally {
      reloaded();
    }
  }

  private synchronized void reloading() {
    if (!stopping) {
      manager.reloading();
    }
  }

  private synchronized void reloaded() {
    if (!stopping) {
      ready();
    }
  }

  /// To be called again and again, by the threads whose life is in question.
  synchronized void look() {
    if (stopping) {
      return;
    }
    tell();
    if (manager.watchdog().isPresent() && pulse.beats()) {
      manager.alive();
    }
  }

  private void tell() {
    if (!manager.isThere()) {
      return;
    }
    String line = StatusLine.of(snapshot.get());
    if (!told.equals(Optional.of(line))) {
      manager.status(line);
      told = Optional.of(line);
    }
  }

  /// The daemon begins to end; from now on it has as long as the unit gives it.
  synchronized void stopping() {
    stopping = true;
    manager.stopping();
  }
}
