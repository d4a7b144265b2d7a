import com.google.protobuf.ByteString;
import dev.keelson.host.UnixAddress;
import dev.keelson.host.UnixChannel;
import dev.keelson.host.UnixUnreachableException;
import dev.keelson.kms.Contract;
import dev.keelson.kms.v2.DecryptRequest;
import dev.keelson.kms.v2.EncryptRequest;
import dev.keelson.kms.v2.KeyManagementServiceGrpc;
import dev.keelson.kms.v2.KeyManagementServiceGrpc.KeyManagementServiceBlockingStub;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/// What callers see of a daemon while something is done to it: whether a connect is refused, and
/// whether a call fails for good.
///
/// Arguments: `SOCKET WHILE`. Goes on while the file WHILE is there, for two minutes at most.
/// Prints what it counted, and ends with 1 if anything was refused or failed. A call that is cut
/// off, or late, is tried again three times, as clients of an API server do.
final class Callers {
  private static final int OF_EACH_KIND = 3;
  private static final int TRIES = 4;

  /// kube-apiserver's default for `timeout` (EncryptionConfiguration).
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofMillis(10);

  /// Those that knock are not waited for: in 3 s of a restart, 1,500 of the 4,096 for whom a
  /// listening socket of systemd's has room.
  private static final Duration BETWEEN_KNOCKS = Duration.ofMillis(2);

  private final Path socket;
  private final Path during;
  private final long began = System.nanoTime();
  private final SecureRandom random = new SecureRandom();
  private final LongAdder knocks = new LongAdder();
  private final LongAdder connections = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder calls = new LongAdder();
  private final LongAdder cut = new LongAdder();
  private final LongAdder late = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAccumulator slowest = new LongAccumulator(Math::max, 0);

  private Callers(Path socket, Path during) {
    this.socket = socket;
    this.during = during;
  }

  static void main(String[] args) throws Exception {
    var callers = new Callers(Path.of(args[0]), Path.of(args[1]));
    System.out.println("calling");
    callers.run();
    System.out.println(callers);
    if (!callers.served()) {
      System.exit(1);
    }
  }

  private void run() throws Exception {
    try (var threads = Executors.newCachedThreadPool()) {
      var all =
          Stream.concat(
                  Stream.of(this::knock),
                  Stream.<Callable<Void>>of(this::callAnew, this::callOn)
                      .flatMap(kind -> Stream.generate(() -> kind).limit(OF_EACH_KIND)))
              .map(threads::submit)
              .toList();
      for (Future<Void> one : all) {
        one.get();
      }
    }
  }

  private boolean served() {
    return refused.sum() == 0
        && failed.sum() == 0
        && Stream.of(knocks, connections, calls).allMatch(counted -> counted.sum() > 100);
  }

  @Override
  public String toString() {
    return "refused=%d of=%d failed=%d of=%d cut_off=%d late=%d slowest=%dms"
        .formatted(
            refused.sum(),
            knocks.sum() + connections.sum(),
            failed.sum(),
            calls.sum(),
            cut.sum(),
            late.sum(),
            slowest.get());
  }

  private boolean goOn(Duration pause) throws InterruptedException {
    Thread.sleep(pause);
    return Files.exists(during) && System.nanoTime() - began < LONGEST.toNanos();
  }

  /// Connects and hangs up, as often as it may.
  private Void knock() throws InterruptedException {
    var address = UnixDomainSocketAddress.of(socket);
    while (goOn(BETWEEN_KNOCKS)) {
      knocks.increment();
      try (var _ = SocketChannel.open(address)) {
        // that is all
      } catch (IOException e) {
        refuse(e.toString());
      }
    }
    return null;
  }

  /// Each call on a connection of its own.
  private Void callAnew() throws InterruptedException {
    while (goOn(PAUSE)) {
      connections.increment();
      try (var channel = UnixChannel.open(new UnixAddress.File(socket), TIMEOUT)) {
        call(channel);
      } catch (UnixUnreachableException e) {
        refuse(e.what());
      }
    }
    return null;
  }

  /// One connection, as kube-apiserver has one.
  private Void callOn() throws InterruptedException, UnixUnreachableException {
    try (var channel = UnixChannel.open(new UnixAddress.File(socket), TIMEOUT)) {
      while (goOn(PAUSE)) {
        call(channel);
      }
    }
    return null;
  }

  private void refuse(String how) {
    refused.increment();
    System.err.println("refused: " + how);
  }

  private void call(UnixChannel channel) throws InterruptedException {
    long from = System.nanoTime();
    calls.increment();
    for (int tried = 1; !sealsAndOpens(channel); tried++) {
      if (tried == TRIES) {
        failed.increment();
        return;
      }
      Thread.sleep(PAUSE);
    }
    slowest.accumulate(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from));
  }

  /// Returns false when a client would try again.
  private boolean sealsAndOpens(UnixChannel channel) {
    var seed = new byte[Contract.SEED_BYTES];
    random.nextBytes(seed);
    var plaintext = ByteString.copyFrom(seed);
    try {
      var sealed =
          stub(channel)
              .encrypt(EncryptRequest.newBuilder().setPlaintext(plaintext).setUid("boot").build());
      var opening =
          DecryptRequest.newBuilder()
              .setCiphertext(sealed.getCiphertext())
              .setKeyId(sealed.getKeyId())
              .putAllAnnotations(sealed.getAnnotationsMap())
              .setUid("boot")
              .build();
      if (!stub(channel).decrypt(opening).getPlaintext().equals(plaintext)) {
        throw new IllegalStateException("what was opened is not what was sealed");
      }
      return true;
    } catch (StatusRuntimeException e) {
      switch (e.getStatus().getCode()) {
        case UNAVAILABLE -> cut.increment();
        case DEADLINE_EXCEEDED -> late.increment();
        default -> throw e;
      }
      return false;
    }
  }

  /// Waits for a connection, as kube-apiserver's does, for as long as a call may take.
  private static KeyManagementServiceBlockingStub stub(UnixChannel channel) {
    return KeyManagementServiceGrpc.newBlockingStub(channel.withAuthority(Contract.AUTHORITY))
        .withWaitForReady()
        .withDeadlineAfter(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }
}
