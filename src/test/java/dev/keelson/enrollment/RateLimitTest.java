package dev.keelson.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitTest {
  private Instant now = Instant.EPOCH;

  private RateLimit limit(int perHour, int burst) {
    return new RateLimit(new RateSettings(perHour, burst), () -> now);
  }

  private void after(Duration time) {
    now = now.plus(time);
  }

  private static boolean takes(RateLimit limit, long uid) {
    try {
      limit.take(uid);
      return true;
    } catch (EnrollmentException.TooManyRequests _) {
      return false;
    }
  }

  private static int takesAll(RateLimit limit, long uid) {
    int taken = 0;
    while (takes(limit, uid)) {
      taken++;
    }
    return taken;
  }

  @Test
  void allowsABurst() {
    assertThat(takesAll(limit(60, 10), 0)).isEqualTo(10);
    assertThat(takesAll(limit(60, 1), 0)).isEqualTo(1);
  }

  @Test
  void allowsOneMoreAsTimeGoesBy() {
    var limit = limit(60, 10);
    takesAll(limit, 0);
    after(Duration.ofMinutes(1).minusNanos(1));
    assertThat(takes(limit, 0)).isFalse();
    after(Duration.ofNanos(1));
    assertThat(takesAll(limit, 0)).isEqualTo(1);
    after(Duration.ofMinutes(3));
    assertThat(takesAll(limit, 0)).isEqualTo(3);
  }

  @Test
  void allowsNoMoreThanABurstAfterALongTime() {
    var limit = limit(60, 10);
    takesAll(limit, 0);
    after(Duration.ofDays(3));
    assertThat(takesAll(limit, 0)).isEqualTo(10);
  }

  @Test
  void allowsSoManyInAnHour() {
    var limit = limit(60, 10);
    int taken = 0;
    for (int second = 0; second < 3_600; second++) {
      taken += takes(limit, 0) ? 1 : 0;
      after(Duration.ofSeconds(1));
    }
    assertThat(taken).isEqualTo(10 + 59);
  }

  @Test
  void tellsWhenToComeAgain() {
    var limit = limit(60, 2);
    takesAll(limit, 998);
    after(Duration.ofSeconds(18));
    assertThatExceptionOfType(EnrollmentException.TooManyRequests.class)
        .isThrownBy(() -> limit.take(998))
        .withMessage("uid 998 has asked too often: come again in 42 s")
        .satisfies(refusal -> {
          assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(42));
          after(refusal.retryAfter());
        });
    assertThat(takes(limit, 998)).isTrue();
  }

  @Test
  void countsEachUserAlone() {
    var limit = limit(60, 3);
    takesAll(limit, 0);
    assertThat(takesAll(limit, 1)).isEqualTo(3);
  }

  @Test
  void remembersNoMoreUsersThanItHasRoomFor() {
    var limit = limit(60, 2);
    takesAll(limit, 0);
    for (long uid = 1; uid <= 5L * RateLimit.MAX_USERS; uid++) {
      assertThat(takes(limit, uid)).isTrue();
    }
    assertThat(limit.users()).isEqualTo(RateLimit.MAX_USERS);
    assertThat(takes(limit, 0)).as("the emptiest bucket stays").isFalse();
  }

  @Test
  void forgetsUsersWhoCameLongAgo() {
    var limit = limit(60, 2);
    for (long uid = 0; uid < RateLimit.MAX_USERS; uid++) {
      assertThat(takes(limit, uid)).isTrue();
    }
    after(Duration.ofHours(1));
    assertThat(takes(limit, RateLimit.MAX_USERS)).isTrue();
    assertThat(limit.users()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "36001, 1", "-1, 1", "1, 0", "1, 10001"})
  void isOfSaneNumbers(int perHour, int burst) {
    assertThatIllegalArgumentException().isThrownBy(() -> new RateSettings(perHour, burst));
  }
}
