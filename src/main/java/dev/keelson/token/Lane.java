package dev.keelson.token;

import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Ckr;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// One platform thread and the session that only it uses.
final class Lane {
  /// Opens the lane's session, again after a failure: an operation that failed half-way may leave
  /// its session unusable (`CKR_OPERATION_ACTIVE`).
  interface Sessions {
    Session open() throws CkException;

    /// Whether a lane that gets no session may leave its call to another that has one.
    boolean othersHaveOne();

    void closed();
  }

  /// Before a lane asks again for a session that the token had no room for.
  private static final Duration NO_ROOM = Duration.ofMillis(200);

  private final BlockingQueue<Job<?>> queue;
  private final Sessions sessions;
  private final Thread thread;
  private @Nullable Session session;
  private volatile @Nullable Long busySince;
  private volatile boolean replaced;

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

  /// Waits for the lane's end, and does not mind being interrupted: what is inside the module must
  /// come out before the module is finalised.
  ///
  /// @param deadline in nanoseconds of the system's own clock
  boolean endsBy(long deadline) {
    boolean interrupted = false;
    try {
      while (thread.isAlive() && System.nanoTime() < deadline) {
        try {
          var _ = thread.join(Duration.ofNanos(deadline - System.nanoTime()));
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      return !thread.isAlive();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Whether the call under way has been inside the module for longer than this.
  boolean isStuck(Duration longer) {
    Long since = busySince;
    return since != null && System.nanoTime() - since > longer.toNanos();
  }

  boolean isBusy() {
    return busySince != null;
  }

  /// Another lane takes this one's place; should its call ever return, it takes no other.
  void replace() {
    replaced = true;
  }

  boolean isReplaced() {
    return replaced;
  }

  boolean isAlive() {
    return thread.isAlive();
  }

  private void work() {
    try {
      while (!replaced) {
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
      try {
        run(job);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run(Job<?> job) throws InterruptedException {
    if (!job.isWanted()) {
      return;
    }
    busySince = System.nanoTime();
    try {
      runTwiceIfTheSessionIsGone(job);
    } catch (CkException e) {
      closeSession();
      if (e.is(Ckr.CKR_SESSION_COUNT) && sessions.othersHaveOne() && queue.offer(job)) {
        busySince = null;
        Thread.sleep(NO_ROOM);
      } else {
        job.completeExceptionally(e);
      }
    } catch (RuntimeException | Error e) {
      job.completeExceptionally(e);
      closeSession();
    } finally {
      busySince = null;
    }
  }

  /// Tokens close sessions that were idle (30 s on a YubiHSM): no call need fail for that.
  private void runTwiceIfTheSessionIsGone(Job<?> job) throws CkException {
    try {
      job.run(openSession());
    } catch (CkException e) {
      if (!e.is(Ckr.CKR_SESSION_HANDLE_INVALID) && !e.is(Ckr.CKR_SESSION_CLOSED)) {
        throw e;
      }
      closeSession();
      job.run(openSession());
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
      sessions.closed();
    }
  }
}
