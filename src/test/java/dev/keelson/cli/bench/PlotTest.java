package dev.keelson.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PlotTest {
  @Nested
  class Bars {
    private final Histogram times = new Histogram(3);

    @Test
    void hasNoneWithoutCalls() {
      assertThat(Bar.of(times)).isEmpty();
    }

    @Test
    void countsEachCallOnceFromTheFastestToTheSlowest() {
      times.recordValue(150_000);
      times.recordValueWithCount(219_000, 2);
      times.recordValue(340_000);
      assertThat(Bar.of(times))
          .containsExactly(bar(150, 220, 3), bar(220, 330, 0), bar(330, 470, 1));
    }

    @Test
    void hasSixStepsToADecade() {
      times.recordValue(100);
      times.recordValue(1_000_000_000);
      assertThat(Bar.of(times))
          .hasSize(7 * 6 + 1)
          .startsWith(new Bar(Duration.ofNanos(100), Duration.ofNanos(150), 1))
          .endsWith(new Bar(Duration.ofSeconds(1), Duration.ofMillis(1_500), 1));
    }

    @Test
    void countsWhatIsFasterThanTheFirstStepThere() {
      times.recordValue(7);
      assertThat(Bar.of(times)).extracting(Bar::calls).containsExactly(1L);
    }
  }

  @Test
  void drawsTheLargestBarWholeAndTheOthersBeside() {
    String plot = Plot.text(List.of(bar(150, 220, 1_000), bar(220, 330, 250), bar(330, 470, 0)));
    assertThat(plot.lines())
        .containsExactly(
            "      150 –       220 µs  " + "█".repeat(50) + "      1000   80.00 %",
            "      220 –       330 µs  "
                + "█".repeat(12)
                + "▌"
                + " ".repeat(37)
                + "       250   20.00 %",
            "      330 –       470 µs  " + " ".repeat(50) + "         0    0.00 %");
  }

  @Test
  void showsOneCallAmongAMillion() {
    assertThat(Plot.text(List.of(bar(10, 15, 999_999), bar(15, 22, 1)))).contains("▏");
  }

  private static Bar bar(long fromMicros, long toMicros, long calls) {
    return new Bar(Duration.ofNanos(fromMicros * 1_000), Duration.ofNanos(toMicros * 1_000), calls);
  }
}
