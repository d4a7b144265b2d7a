package dev.keelson.cli;

import dev.keelson.Daemon;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a daemon up until the process is told to end.
public final class Foreground {
  private static final Logger LOG = LoggerFactory.getLogger(Foreground.class);

  private Foreground() {}

  /// Stops the daemon on SIGTERM or SIGINT from now on, and says so in the log: `ready`.
  public static void stopAtExit(Daemon daemon) {
    Runtime.getRuntime().addShutdownHook(new Thread(daemon::close, "stop"));
    daemon.announce();
  }

  /// Returns when only a new process can serve again; otherwise never, since the end of the process
  /// begins elsewhere: in the hook.
  public static int waitForExit(Daemon daemon) throws InterruptedException {
    try {
      LOG.error("exit cause=\"{}\"", daemon.lost().get());
      return ExitCode.STUCK;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a reason to exit broke", e);
    }
  }

  static int serve(Daemon daemon) throws InterruptedException {
    stopAtExit(daemon);
    return waitForExit(daemon);
  }
}
