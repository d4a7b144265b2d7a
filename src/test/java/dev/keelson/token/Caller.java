package dev.keelson.token;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/// A caller on a virtual thread, as the daemon's are.
record Caller<T>(Thread thread, FutureTask<T> task) {
  static <T> Caller<T> start(Callable<T> call) {
    var task = new FutureTask<>(call);
    return new Caller<>(Thread.ofVirtual().start(task), task);
  }

  /// Until it waits for a lane.
  void awaitWaiting() throws InterruptedException {
    Blocks.untilTrue(() ->
        thread.getState() == Thread.State.TIMED_WAITING
            || thread.getState() == Thread.State.WAITING);
  }

  void interrupt() {
    thread.interrupt();
  }

  /// Throws what the call threw.
  T answer() throws Exception {
    try {
      return task.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception thrown) {
        throw thrown;
      }
      throw e;
    }
  }
}
