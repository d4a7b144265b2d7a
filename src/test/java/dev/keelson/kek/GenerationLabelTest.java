package dev.keelson.kek;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GenerationLabelTest {
  private static final KeyringName PROD = new KeyringName("prod");

  @Nested
  class ALabelOfOurForm {
    @ParameterizedTest
    @CsvSource({
      "keelson/prod/1/20261101000000, prod, 1, 2026-11-01T00:00:00Z",
      "keelson/prod/7/20261231235959, prod, 7, 2026-12-31T23:59:59Z",
      "keelson/a/9999/20280229120000, a, 9999, 2028-02-29T12:00:00Z",
      "keelson/prod-eu-1-xx/10/00010101000000, prod-eu-1-xx, 10, 0001-01-01T00:00:00Z",
      "keelson/z/1/99991231235959, z, 1, 9999-12-31T23:59:59Z",
    })
    void isReadAndWrittenAlike(String text, String keyring, int generation, Instant activation) {
      var label = new GenerationLabel(new KeyringName(keyring), generation, activation);
      assertThat(GenerationLabel.parse(text)).contains(label);
      assertThat(label).hasToString(text);
    }
  }

  @Nested
  class AnotherLabel {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "kek",
          "keelson/prod/1",
          "keelson/prod/1/",
          "keelson//1/20261101000000",
          "keelson/prod//20261101000000",
          "keelson/prod/0/20261101000000",
          "keelson/prod/01/20261101000000",
          "keelson/prod/-1/20261101000000",
          "keelson/prod/+1/20261101000000",
          "keelson/prod/10000/20261101000000",
          "keelson/prod/1/20260230000000", // 30 February
          "keelson/prod/1/20270229000000", // 29 February, no leap year
          "keelson/prod/1/20261301000000",
          "keelson/prod/1/20260001000000",
          "keelson/prod/1/20261100000000",
          "keelson/prod/1/20261131000000",
          "keelson/prod/1/20261101240000",
          "keelson/prod/1/20261101006000",
          "keelson/prod/1/20261101000060", // a leap second
          "keelson/prod/1/2026110100000",
          "keelson/prod/1/202611010000000",
          "keelson/prod/1/2026-11-01T00:0",
          "keelson/prod/1/20261101000000Z",
          "keelson/prod/1/20261101000000/x",
          "keelson/prod/1/20261101000000 ",
          "keelson/prod/1/20261101000000\n",
          " keelson/prod/1/20261101000000",
          "Keelson/prod/1/20261101000000",
          "keelson/Prod/1/20261101000000",
          "keelson/abcdefghijklm/1/20261101000000",
          "keelson/prod/١/20261101000000", // Arabic digit
          "keelson/prod/1/２０２６１１０１００００００", // full-width digits
          "keelson/prød/1/20261101000000",
        })
    void namesNoGeneration(String text) {
      assertThat(GenerationLabel.parse(text)).isEmpty();
    }
  }

  @Nested
  class ItsParts {
    @ParameterizedTest
    @ValueSource(ints = {0, -1, 10_000})
    void areAGenerationFrom1To9999(int generation) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new GenerationLabel(PROD, generation, Instant.EPOCH));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1_000_000, 999_999_999})
    void areAWholeSecond(long nanos) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new GenerationLabel(PROD, 1, Instant.EPOCH.plusNanos(nanos)))
          .withMessage("an activation time is a whole second");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "-0001-12-31T23:59:59Z",
          "+10000-01-01T00:00:00Z",
          "+1000000000-12-31T23:59:59Z"
        })
    void areAYearOfFourDigits(Instant activation) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new GenerationLabel(PROD, 1, activation))
          .withMessage("an activation time has a year of four digits");
    }

    @Test
    void alwaysFitTheLabelsOfAYubiHsm() {
      var longest =
          new GenerationLabel(
              new KeyringName("abcdefghijkl"), 9_999, Instant.parse("9999-12-31T23:59:59Z"));
      assertThat(longest.toString().getBytes(UTF_8)).hasSize(40);
    }
  }
}
