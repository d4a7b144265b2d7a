package dev.keelson.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.e2e.Caller;
import dev.keelson.e2e.Seeds;
import dev.keelson.host.UnixAddress;
import dev.keelson.host.UnixUnreachableException;
import dev.keelson.kms.v2.EncryptResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// Calls without a pause worth the name, each answer compared: what a fault must never change is
/// that an answer is right.
final class Load implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(5);

  private final Caller caller;
  private final Set<Status.Code> refusals = ConcurrentHashMap.newKeySet();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicLong rounds = new AtomicLong();
  private final Thread thread;
  private volatile boolean over;

  private Load(Caller caller) {
    this.caller = caller;
    this.thread = Thread.ofPlatform().name("load").daemon().start(this::run);
  }

  static Load on(UnixAddress address) throws UnixUnreachableException {
    return new Load(Caller.at(address));
  }

  private void run() {
    for (int number = 0; !over; number++) {
      try {
        round(Seeds.marked(number % 10_000));
        rounds.incrementAndGet();
      } catch (StatusRuntimeException e) {
        refusals.add(e.getStatus().getCode());
      }
      pause();
    }
  }

  private void round(byte[] seed) {
    EncryptResponse sealed = caller.seal(seed);
    byte[] opened = caller.open(sealed);
    if (!Arrays.equals(seed, opened)) {
      wrong.add("a seed sealed by " + sealed.getKeyId() + " opened as another");
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Calls that were answered well.
  long rounds() {
    return rounds.get();
  }

  /// Every status other than OK so far.
  Set<Status.Code> refusals() {
    return Set.copyOf(refusals);
  }

  void requireNothingWrong() {
    assertThat(wrong).isEmpty();
  }

  @Override
  public void close() {
    over = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    caller.close();
  }
}
