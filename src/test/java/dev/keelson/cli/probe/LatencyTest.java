package dev.keelson.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatencyTest {
  @Test
  void isEmptyWhenNothingWasMeasured() {
    assertThat(Latency.of(new long[0])).isEmpty();
  }

  @Test
  void ofOneCallIsThatCall() {
    assertThat(Latency.of(new long[] {7})).contains(latency(7, 7, 7, 7));
  }

  @Test
  void takesTheNearestRankWhateverTheOrder() {
    long[] hundredDown = LongStream.rangeClosed(1, 100).map(n -> 101 - n).toArray();
    assertThat(Latency.of(hundredDown)).contains(latency(50, 95, 99, 100));
    assertThat(Latency.of(new long[] {3, 1, 2})).contains(latency(2, 3, 3, 3));
  }

  private static Latency latency(long p50, long p95, long p99, long max) {
    return new Latency(
        Duration.ofNanos(p50), Duration.ofNanos(p95), Duration.ofNanos(p99), Duration.ofNanos(max));
  }
}
