package dev.keelson.faults;

import static io.grpc.Status.Code.UNAVAILABLE;

import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/// How long a token that is back waits until it serves, over many rounds. Started by
/// `src/soak/rounds`.
final class Rounds {
  private static final Duration PROMISED = Duration.ofSeconds(2);

  /// An outage ends at any point of the daemon's back-off.
  private static final int LONGEST_OUTAGE_MS = 3_000;

  private Rounds() {}

  /// The number of rounds is the argument; exit code 1 when the promise was not kept.
  static void main(String[] arguments) throws Exception {
    long[] times = new long[Integer.parseInt(arguments[0])];
    var random = new Random(1);
    try (var stage = Stage.in(Files.createTempDirectory("keelson-rounds"))) {
      for (int round = 0; round < times.length; round++) {
        stage.engine().connection().dies();
        stage.await(UNAVAILABLE);
        Thread.sleep(random.nextInt(LONGEST_OUTAGE_MS));
        times[round] = stage.recovery(it -> it.engine().connection().comesBack()).toMillis();
      }
      stage.load().requireNothingWrong();
    }
    Arrays.sort(times);
    long p99 = times[(int) Math.ceil(times.length * 0.99) - 1];
    System.out.printf(
        Locale.ROOT,
        "rounds: %d; token back until it serves, ms: p50 %d, p99 %d, max %d%n",
        times.length,
        times[times.length / 2],
        p99,
        times[times.length - 1]);
    System.exit(p99 <= PROMISED.toMillis() ? 0 : 1);
  }
}
