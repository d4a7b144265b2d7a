package dev.keelson.cli.bench;

import dev.keelson.secret.SecretBytes;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/// Callers that ask at the same time, each on a thread of its own.
record Team(List<Caller<?>> callers, ThreadFactory threads) implements AutoCloseable {
  private static final int SEEDS = 64;

  Team {
    callers = List.copyOf(callers);
  }

  /// Distinct seeds for one caller.
  static List<SecretBytes> seeds(SecureRandom random, int bytes) {
    return Stream.generate(
            () -> {
              byte[] seed = new byte[bytes];
              random.nextBytes(seed);
              return SecretBytes.takeOver(seed);
            })
        .limit(SEEDS)
        .toList();
  }

  /// Lets all begin at once, and waits for the last.
  ///
  /// @param paceFrom the pace of a slice that starts now
  /// @return how long it took
  Duration work(Rpc rpc, LongFunction<Pace> paceFrom, Tally tally) throws InterruptedException {
    var ready = new CountDownLatch(callers.size());
    var begin = new CompletableFuture<Pace>();
    try (var executor = Executors.newThreadPerTaskExecutor(threads)) {
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
      tally.failed("NOT_SENT_IN_TIME", pace.unsent());
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
