package dev.keelson.cli.kek;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KekTableTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s",
    "PT119S, 119s",
    "PT2M, 2m",
    "PT119M59S, 119m",
    "PT2H, 2h",
    "PT47H, 47h",
    "P2D, 2d",
    "P400D, 400d",
    "PT-14M-30S, in 14m",
    "P-3D, in 3d",
  })
  void saysAnAgeAsPeopleDo(Duration since, String words) {
    assertThat(new Age(since)).hasToString(words);
  }

  @Test
  void namesTheGenerationsThatAreNotThere() {
    assertThat(gaps(1, 2, 3)).isEmpty();
    assertThat(gaps()).isEmpty();
    assertThat(gaps(2, 3)).contains("generation 1,");
    assertThat(gaps(4, 5, 7, 11)).contains("generation 1 to 3, 6, 8 to 10,");
  }

  private static String gaps(Integer... numbers) {
    return Gaps.of(new TreeSet<>(List.of(numbers))).toString();
  }
}
