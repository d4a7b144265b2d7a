package dev.keelson.cli.bench;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongFunction;

/// A platform thread for each caller: a call into the module occupies its thread.
record DirectTeam(List<Caller<?>> callers) implements Team {
  private static final ThreadFactory THREADS =
      Thread.ofPlatform().name("direct").daemon().factory();

  DirectTeam {
    callers = List.copyOf(callers);
  }

  @Override
  public int size() {
    return callers.size();
  }

  @Override
  public Duration work(Rpc rpc, LongFunction<Pace> paceFrom, Tally tally)
      throws InterruptedException {
    var ready = new CountDownLatch(callers.size());
    var begin = new CompletableFuture<Pace>();
    try (var executor = Executors.newThreadPerTaskExecutor(THREADS)) {
      CompletableFuture<?>[] tasks =
          callers.stream()
              .map(caller ->
                  CompletableFuture.runAsync(
                      () -> {
                        boolean able = prepared(caller, tally, ready);
                        Pace pace = begin.join();
                        if (able) {
                          caller.work(rpc, pace, tally);
                        }
                      },
                      executor))
              .toArray(CompletableFuture<?>[]::new);
      ready.await();
      long start = System.nanoTime();
      Pace pace = paceFrom.apply(start);
      begin.complete(pace);
      CompletableFuture.allOf(tasks).join();
      tally.failed(Tally.NOT_SENT_IN_TIME, pace.unsent());
      return Duration.ofNanos(System.nanoTime() - start);
    }
  }

  private static boolean prepared(Caller<?> caller, Tally tally, CountDownLatch ready) {
    try {
      return caller.prepared(tally);
    } finally {
      ready.countDown();
    }
  }

  @Override
  public void close() {
    callers.forEach(Caller::close);
  }
}
