package dev.keelson.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cryptoki.TokenInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenClockTest {
  @ParameterizedTest
  @CsvSource({"PT1H", "PT-1H", "PT61S"})
  void tellsOfAHostWhoseClockIsOff(Duration ahead) {
    assertThat(TokenClock.skew(token(Optional.of(Serving.NOON)), Serving.NOON.plus(ahead)))
        .contains(ahead);
  }

  @ParameterizedTest
  @CsvSource({"PT0S", "PT1M", "PT-1M"})
  void toleratesAMinute(Duration ahead) {
    assertThat(TokenClock.skew(token(Optional.of(Serving.NOON)), Serving.NOON.plus(ahead)))
        .isEmpty();
  }

  @Test
  void saysNothingOfATokenWithoutAClock() {
    assertThat(TokenClock.skew(token(Optional.empty()), Serving.NOON)).isEmpty();
  }

  private static TokenInfo token(Optional<Instant> clock) {
    return new TokenInfo(
        "keelson",
        "maker",
        "model",
        "1",
        "1.00",
        0,
        new TokenInfo.Sessions(0, 0, 0, 0),
        new TokenInfo.PinLength(4, 8),
        clock);
  }
}
