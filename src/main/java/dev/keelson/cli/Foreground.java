package dev.keelson.cli;

import dev.keelson.Daemon;
import java.util.concurrent.CountDownLatch;

/// Keeps a daemon up until the process is told to end.
public final class Foreground {
  private Foreground() {}

  /// Stops the daemon on SIGTERM or SIGINT from now on, and says so in the log: `ready`.
  public static void stopAtExit(Daemon daemon) {
    Runtime.getRuntime().addShutdownHook(new Thread(daemon::close, "stop"));
    daemon.announce();
  }

  /// Returns never, since the end of the process begins elsewhere: in the hook.
  public static void waitForExit() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  static void serve(Daemon daemon) throws InterruptedException {
    stopAtExit(daemon);
    waitForExit();
  }
}
