package dev.keelson.faults;

import dev.keelson.e2e.Caller;
import dev.keelson.e2e.Seeds;
import dev.keelson.host.UnixAddress;
import dev.keelson.host.UnixUnreachableException;
import dev.keelson.kms.v2.EncryptResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// So many calls a second, half of them Encrypt and half Decrypt, whatever becomes of them.
final class PacedLoad implements AutoCloseable {
  private static final int THREADS = 8;

  /// What the manual says a caller may get while a token is in trouble.
  private static final Set<Status.Code> DOCUMENTED =
      EnumSet.of(
          Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED, Status.Code.RESOURCE_EXHAUSTED);

  private final Caller caller;
  private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(THREADS);
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();

  private PacedLoad(Caller caller) {
    this.caller = caller;
  }

  static PacedLoad on(UnixAddress address, int callsPerSecond) throws UnixUnreachableException {
    var load = new PacedLoad(Caller.at(address));
    long period = TimeUnit.SECONDS.toNanos(2) * THREADS / callsPerSecond;
    for (int thread = 0; thread < THREADS; thread++) {
      var seed = Seeds.marked(thread);
      var _ =
          load.clock.scheduleAtFixedRate(
              () -> load.round(seed), thread * period / THREADS, period, TimeUnit.NANOSECONDS);
    }
    return load;
  }

  private void round(byte[] seed) {
    try {
      EncryptResponse sealed = caller.seal(seed);
      answered.incrementAndGet();
      if (!Arrays.equals(caller.open(sealed), seed)) {
        faults.add("a seed opened as another");
      }
      answered.incrementAndGet();
    } catch (StatusRuntimeException e) {
      refused.incrementAndGet();
      if (!DOCUMENTED.contains(e.getStatus().getCode())) {
        faults.add("refused with " + e.getStatus());
      }
    }
  }

  long answered() {
    return answered.get();
  }

  long refused() {
    return refused.get();
  }

  /// Wrong answers, and refusals that are not in the manual.
  List<String> faults() {
    return new ArrayList<>(faults);
  }

  @Override
  public void close() {
    clock.shutdownNow();
    caller.close();
  }
}
