package dev.keelson.token;

import dev.keelson.cryptoki.CkException;
import dev.keelson.secret.SecretBytes;
import java.util.concurrent.CompletableFuture;

/// A task on its way through a lane. If its caller leaves first, it is not begun, and an answer
/// that comes too late is wiped.
final class Job<T> extends CompletableFuture<T> {
  private final Lanes.Task<T> task;
  private final long asked = System.nanoTime();
  private volatile long begun;

  Job(Lanes.Task<T> task) {
    this.task = task;
  }

  /// In nanoseconds, since it was asked for.
  long age() {
    return System.nanoTime() - asked;
  }

  boolean isWanted() {
    return !isDone();
  }

  /// In nanoseconds, until a lane began with it, or until now.
  long waited() {
    return (begun == 0 ? System.nanoTime() : begun) - asked;
  }

  void run(Session session) throws CkException {
    begun = System.nanoTime();
    T answer = task.on(session);
    if (!complete(answer)) {
      wipe(answer);
    }
  }

  /// The caller leaves without the answer.
  ///
  /// @return true when the job was still to do, or is being done
  boolean abandon() {
    boolean early = cancel(false);
    if (!early && !isCompletedExceptionally()) {
      wipe(resultNow());
    }
    return early;
  }

  private static void wipe(Object answer) {
    if (answer instanceof SecretBytes secret) {
      secret.close();
    }
  }
}
