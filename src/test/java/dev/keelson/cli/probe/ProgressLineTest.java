package dev.keelson.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private final AtomicLong clock = new AtomicLong(-7);
  private final StringWriter err = new StringWriter();

  @Test
  void staysSilentWhenTheLoadIsShort() {
    try (var line = new ProgressLine(new PrintWriter(err), clock::get, "calls")) {
      after(Duration.ofMillis(1_999));
      line.done(10, 100);
    }
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void isRewrittenFiveTimesASecondAndErasedInTheEnd() {
    try (var line = new ProgressLine(new PrintWriter(err), clock::get, "calls")) {
      after(Duration.ofSeconds(2));
      line.done(10, 100);
      after(Duration.ofMillis(199));
      line.done(20, 100);
      after(Duration.ofMillis(1));
      line.done(30, 100);
    }
    assertThat(err.toString())
        .isEqualTo("\r\u001b[K10 of 100 calls\r\u001b[K30 of 100 calls\r\u001b[K");
  }

  private void after(Duration pause) {
    clock.addAndGet(pause.toNanos());
  }
}
