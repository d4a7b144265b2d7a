package dev.keelson;

import dev.keelson.cryptoki.NativeCryptoki;
import dev.keelson.host.UnixServer;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// What a daemon needs whatever its configuration says, made ready while that is read: on two
/// processors this is a sixth of the time to the first Status.
///
/// Nothing else may use what is made ready here before [#await()] returns. Two threads that
/// initialise the same classes from two ends can wait for each other, and SLF4J loses what is said
/// through a logger that a second thread asked for meanwhile.
public final class Preparation {
  private final List<Thread> threads;

  private Preparation(List<Thread> threads) {
    this.threads = threads;
  }

  /// Returns at once.
  public static Preparation begin() {
    LoggerFactory.getILoggerFactory();
    return new Preparation(
        List.of(
            start("prepare-module", NativeCryptoki::prepare),
            start("prepare-socket", Preparation::socket)));
  }

  private static Thread start(String name, Runnable task) {
    return Thread.ofPlatform().daemon().name(name).start(task);
  }

  private static void socket() {
    bridgeLogs();
    UnixServer.prepare();
  }

  /// Libraries that log through `java.util.logging` are heard where all others are.
  static void bridgeLogs() {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  /// Returns when all is ready.
  public void await() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
