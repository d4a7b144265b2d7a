package dev.keelson.token;

import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Cryptoki;
import dev.keelson.kek.KekException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/// The only way to native calls while the daemon serves: a bounded set of lanes behind a bounded
/// queue. Callers wait on any thread, virtual ones too; a native call occupies only its lane.
final class Lanes {
  /// Work for one session.
  interface Task<T> {
    T on(Session session) throws CkException;
  }

  private final BlockingQueue<Job<?>> queue;
  private final LaneSettings settings;
  private final List<Lane> lanes;
  private volatile boolean closed;

  private Lanes(String name, Cryptoki cryptoki, long slot, LaneSettings settings) {
    this.queue = new ArrayBlockingQueue<>(settings.queue());
    this.settings = settings;
    this.lanes =
        IntStream.rangeClosed(1, settings.count())
            .mapToObj(n -> new Lane(name + "-" + n, queue, () -> Session.open(cryptoki, slot)))
            .toList();
  }

  /// @param name what the lanes' threads are called
  static Lanes start(String name, Cryptoki cryptoki, long slot, LaneSettings settings) {
    var lanes = new Lanes(name, cryptoki, slot, settings);
    lanes.lanes.forEach(Lane::start);
    return lanes;
  }

  /// Runs a task on a lane and waits for it.
  ///
  /// A caller that is interrupted, or that has waited long enough, frees its place in the queue; an
  /// answer that comes all the same is closed if it is a secret.
  ///
  /// @throws CkException when the module refused; what that means, the caller must find out
  <T> T call(Task<T> task) throws CkException, KekException {
    if (closed) {
      throw new KekException.TokenTrouble("the daemon is stopping", null);
    }
    var job = new Job<>(task);
    if (!queue.offer(job)) {
      throw new KekException.Overloaded(settings.queue());
    }
    Duration patience = settings.patience();
    try {
      return job.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (TimeoutException e) {
      leave(job);
      throw new KekException.TooLate(patience);
    } catch (InterruptedException e) {
      leave(job);
      throw new KekException.CallerGone(e);
    }
  }

  private void leave(Job<?> job) {
    if (job.abandon()) {
      queue.remove(job);
    }
  }

  private static CkException failure(ExecutionException e) {
    if (e.getCause() instanceof CkException refused) {
      return refused;
    }
    throw new IllegalStateException("a lane's task broke", e.getCause());
  }

  /// Lets the calls that wait or run end, then closes the sessions.
  ///
  /// @return false when a lane is still inside the module, which then must not be finalised
  boolean drained() {
    closed = true;
    lanes.forEach(Lane::stopWhenIdle);
    boolean ended = true;
    try {
      for (Lane lane : lanes) {
        ended &= lane.join(settings.patience());
      }
      return ended;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
