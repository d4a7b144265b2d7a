package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.host.UnixAddress;
import dev.keelson.host.UnixUnreachableException;
import dev.keelson.kms.v2.EncryptResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Callers that seal and open all the time, each on a connection of its own, and keep what they
/// sealed.
final class KeptSeeds implements AutoCloseable {
  private static final int MANY = 10_000;
  private static final int PAUSE_MS = 50;

  private final Map<Integer, EncryptResponse> kept = new ConcurrentHashMap<>();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final Set<Status.Code> refusals = ConcurrentHashMap.newKeySet();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean over;

  /// @param callers how many, each with seeds of its own
  static KeptSeeds by(int callers, UnixAddress address) throws UnixUnreachableException {
    var seeds = new KeptSeeds();
    for (int i = 0; i < callers; i++) {
      int first = i * MANY / callers;
      int beyond = (i + 1) * MANY / callers;
      Caller caller = Caller.at(address);
      seeds.threads.add(Thread.ofPlatform().daemon().start(() -> seeds.run(caller, first, beyond)));
    }
    return seeds;
  }

  private void run(Caller caller, int first, int beyond) {
    try (caller) {
      for (int number = first; !over; number = number + 1 < beyond ? number + 1 : first) {
        round(caller, number);
        Thread.sleep(PAUSE_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void round(Caller caller, int number) {
    try {
      EncryptResponse sealed = caller.seal(Seeds.marked(number));
      EncryptResponse before = kept.put(number, sealed);
      requireOpens(caller, number, before == null ? sealed : before);
    } catch (StatusRuntimeException e) {
      refusals.add(e.getStatus().getCode());
    }
  }

  private void requireOpens(Caller caller, int number, EncryptResponse sealed) {
    if (!Arrays.equals(caller.open(sealed), Seeds.marked(number))) {
      wrong.add("seed " + number + " opened as another");
    }
  }

  int count() {
    return kept.size();
  }

  /// Every status other than OK since this was last asked.
  Set<Status.Code> refusals() {
    Set<Status.Code> now = Set.copyOf(refusals);
    refusals.clear();
    return now;
  }

  /// Everything that was ever sealed, asked of one caller that gets answers.
  void requireAllOpen(Caller caller) {
    kept.forEach((number, sealed) -> requireOpens(caller, number, sealed));
    assertThat(wrong).isEmpty();
  }

  @Override
  public void close() {
    over = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
