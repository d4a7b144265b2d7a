package dev.keelson.token;

import dev.keelson.kek.KekException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Ends the wait of callers who have waited long enough. One thread does it for all of them: a wait
/// with a time limit of its own costs each virtual thread two more changes of thread.
final class Patience {
  /// How long jobs that are done may stand in the line behind one that is not.
  private static final Duration GLANCE = Duration.ofMillis(100);

  private final BlockingQueue<Job<?>> line = new LinkedBlockingQueue<>();
  private final Duration limit;
  private final Consumer<Job<?>> leave;
  private final Thread thread;

  /// @param leave takes a job that nobody is to begin out of the queue
  Patience(String name, Duration limit, Consumer<Job<?>> leave) {
    this.limit = limit;
    this.leave = leave;
    this.thread = Thread.ofPlatform().name(name + "-patience").daemon().unstarted(this::look);
  }

  void start() {
    thread.start();
  }

  /// Ends every wait: no lane is left that could answer.
  void stop() {
    thread.interrupt();
  }

  /// Sees to it that the job ends in time, with [KekException.TooLate] if need be.
  void watch(Job<?> job) {
    line.add(job);
  }

  /// The first in the line was asked first, so it is the first to be late.
  private void look() {
    try {
      while (true) {
        attend(line.take());
      }
    } catch (InterruptedException e) {
      line.forEach(this::end);
    }
  }

  private void attend(Job<?> job) throws InterruptedException {
    try {
      for (long left = left(job); left > 0 && job.isWanted(); left = left(job)) {
        TimeUnit.NANOSECONDS.sleep(Math.min(left, GLANCE.toNanos()));
      }
    } finally {
      end(job);
    }
  }

  private long left(Job<?> job) {
    return limit.toNanos() - job.age();
  }

  /// Its place is free before its caller learns of it, who may come again at once.
  private void end(Job<?> job) {
    if (job.isWanted()) {
      leave.accept(job);
      job.completeExceptionally(new KekException.TooLate(limit));
    }
  }
}
