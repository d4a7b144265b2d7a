package dev.keelson.cli.probe;

import io.grpc.Status;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts for all workers of a load; each pair of calls belongs to one worker.
final class Tally {
  private static final long UNMEASURED = -1;

  private final AtomicInteger nextPair = new AtomicInteger();
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger wrong = new AtomicInteger();
  private final Map<String, Integer> errors = new ConcurrentHashMap<>();
  private final long[] encrypts;
  private final long[] decrypts;

  Tally(int pairs) {
    encrypts = unmeasured(pairs);
    decrypts = unmeasured(pairs);
  }

  /// The next pair to work on; beyond the last one when there is no more.
  int takePair() {
    return nextPair.getAndIncrement();
  }

  int pairs() {
    return encrypts.length;
  }

  int calls() {
    return calls.get();
  }

  void sent() {
    calls.incrementAndGet();
  }

  void encrypted(int pair, long nanos) {
    encrypts[pair] = nanos;
  }

  void decrypted(int pair, long nanos) {
    decrypts[pair] = nanos;
  }

  void wrong() {
    wrong.incrementAndGet();
  }

  void failed(Status.Code code) {
    errors.merge(code.name(), 1, Integer::sum);
  }

  LoadResult result(Duration elapsed) {
    return new LoadResult(
        calls.get(),
        elapsed,
        wrong.get(),
        new TreeMap<>(errors),
        Latency.of(measured(encrypts)),
        Latency.of(measured(decrypts)));
  }

  private static long[] unmeasured(int pairs) {
    long[] nanos = new long[pairs];
    Arrays.fill(nanos, UNMEASURED);
    return nanos;
  }

  private static long[] measured(long[] nanos) {
    return Arrays.stream(nanos).filter(n -> n != UNMEASURED).toArray();
  }
}
