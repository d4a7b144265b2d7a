package dev.keelson.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchSettingsTest {
  private static final int CLOSED_LAPS = 12;

  @ParameterizedTest
  @ValueSource(ints = {2, 10, 40, 600})
  void fillsTheTimeWithSlices(int seconds) {
    var settings = new BenchSettings(seconds, OptionalInt.empty());
    Duration measured = settings.slice().multipliedBy((long) CLOSED_LAPS * settings.rounds());
    assertThat(measured)
        .isBetween(Duration.ofSeconds(seconds).dividedBy(2), Duration.ofSeconds(seconds));
  }

  @Test
  void staysWithinAMinuteUnlessAskedForMore() {
    var settings = new BenchSettings(40, OptionalInt.empty());
    int warmUp = 4 * (settings.rounds() / 2) + CLOSED_LAPS;
    Duration whole = settings.slice().multipliedBy(warmUp + CLOSED_LAPS * (long) settings.rounds());
    assertThat(whole).isLessThan(Duration.ofSeconds(57));
  }

  @Test
  void measuresEachLapAtLeastOnce() {
    assertThat(new BenchSettings(1, OptionalInt.empty()).rounds()).isEqualTo(1);
  }

  @Test
  void refusesATimeOrARateOfNothing() {
    assertThatThrownBy(() -> new BenchSettings(0, OptionalInt.empty()))
        .hasMessageContaining("seconds: 1 to 3600, not 0");
    assertThatThrownBy(() -> new BenchSettings(1, OptionalInt.of(0)))
        .hasMessageContaining("rate: 1 to 100000, not 0");
  }
}
