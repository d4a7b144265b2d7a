package dev.keelson.token;

import dev.keelson.cryptoki.CkException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// One platform thread and the session that only it uses.
final class Lane {
  /// Opens the lane's session, again after a failure: an operation that failed half-way may leave
  /// its session unusable (`CKR_OPERATION_ACTIVE`).
  interface Sessions {
    Session open() throws CkException;
  }

  private final BlockingQueue<Job<?>> queue;
  private final Sessions sessions;
  private final Thread thread;
  private @Nullable Session session;

  Lane(String name, BlockingQueue<Job<?>> queue, Sessions sessions) {
    this.queue = queue;
    this.sessions = sessions;
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::work);
  }

  void start() {
    thread.start();
  }

  /// Ends the lane when nothing waits any more; a native call does not notice.
  void stopWhenIdle() {
    thread.interrupt();
  }

  boolean join(Duration patience) throws InterruptedException {
    return thread.join(patience);
  }

  private void work() {
    try {
      while (true) {
        run(queue.take());
      }
    } catch (InterruptedException e) {
      finish();
    } finally {
      closeSession();
    }
  }

  private void finish() {
    for (Job<?> job = queue.poll(); job != null; job = queue.poll()) {
      run(job);
    }
  }

  private void run(Job<?> job) {
    if (!job.isWanted()) {
      return;
    }
    try {
      job.run(openSession());
    } catch (CkException | RuntimeException | Error e) {
      job.completeExceptionally(e);
      closeSession();
    }
  }

  private Session openSession() throws CkException {
    Session open = session;
    if (open == null) {
      open = sessions.open();
      session = open;
    }
    return open;
  }

  private void closeSession() {
    Session open = session;
    session = null;
    if (open != null) {
      open.close();
    }
  }
}
