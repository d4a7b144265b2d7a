import dev.keelson.host.UnixAddress;
import dev.keelson.host.UnixChannel;
import dev.keelson.kms.v2.KeyManagementServiceGrpc;
import dev.keelson.kms.v2.KeyManagementServiceGrpc.KeyManagementServiceStub;
import dev.keelson.kms.v2.StatusRequest;
import dev.keelson.kms.v2.StatusResponse;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;
import org.HdrHistogram.ConcurrentHistogram;

/// Asks Status every 20 ms on a connection of its own, and tells how long the answers took. An open
/// loop: each is timed from when it was due, so that a stall counts for all who would have met it.
///
/// Arguments: the socket's path, the process while whose life to ask, and how many milliseconds p99
/// must stay below. The exit code is the verdict.
final class StatusWatch {
  private static final Duration EVERY = Duration.ofMillis(20);
  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final int WARM_UP = 50;

  private final KeyManagementServiceStub plugin;
  private final Phaser unanswered = new Phaser(1);
  private final ConcurrentHistogram micros = new ConcurrentHistogram(3);
  private final AtomicInteger failed = new AtomicInteger();

  private StatusWatch(KeyManagementServiceStub plugin) {
    this.plugin = plugin;
  }

  public static void main(String[] args) throws Exception {
    var address = new UnixAddress.File(Path.of(args[0]).toAbsolutePath());
    ProcessHandle process = ProcessHandle.of(Long.parseLong(args[1])).orElseThrow();
    try (var channel = UnixChannel.open(address, TIMEOUT)) {
      var plugin = KeyManagementServiceGrpc.newStub(channel.withAuthority("localhost"));
      // a cold JVM's first calls would tell of the JVM
      new StatusWatch(plugin).ask(i -> i < WARM_UP);
      var watch = new StatusWatch(plugin);
      watch.ask(_ -> process.isAlive());
      System.exit(watch.isBelow(Duration.ofMillis(Long.parseLong(args[2]))) ? 0 : 1);
    }
  }

  private void ask(LongPredicate goOn) {
    long start = System.nanoTime();
    for (long i = 0; goOn.test(i); i++) {
      long due = start + i * EVERY.toNanos();
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      unanswered.register();
      plugin
          .withDeadlineAfter(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
          .status(StatusRequest.getDefaultInstance(), new Answer(due));
    }
    unanswered.arriveAndAwaitAdvance();
  }

  /// Prints what there is to know.
  private boolean isBelow(Duration most) {
    System.out.printf(
        Locale.ROOT,
        "Status  %d asked, %d failed   p50 %.1f ms   p99 %.1f ms   max %.1f ms%n",
        micros.getTotalCount(),
        failed.get(),
        micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(99) / 1e3,
        micros.getMaxValue() / 1e3);
    return failed.get() == 0 && micros.getValueAtPercentile(99) < most.toNanos() / 1_000;
  }

  private final class Answer implements StreamObserver<StatusResponse> {
    private final long due;

    Answer(long due) {
      this.due = due;
    }

    @Override
    public void onNext(StatusResponse status) {
      if (!status.getHealthz().equals("ok")) {
        failed.incrementAndGet();
      }
    }

    @Override
    public void onError(Throwable e) {
      failed.incrementAndGet();
      onCompleted();
    }

    @Override
    public void onCompleted() {
      micros.recordValue((System.nanoTime() - due) / 1_000);
      unanswered.arriveAndDeregister();
    }
  }
}
