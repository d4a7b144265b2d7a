package dev.keelson.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cli.probe.ProgressLine;
import dev.keelson.ledger.EveryDeed;
import dev.keelson.ledger.LedgerVerifier;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyProgressTest {
  @TempDir private Path dir;
  private final StringWriter err = new StringWriter();
  private final AtomicLong nanos = new AtomicLong();

  private void verify(Duration eachLook) throws Exception {
    Path ledger = EveryDeed.write(dir);
    try (var line =
        new ProgressLine(
            new PrintWriter(err), () -> nanos.addAndGet(eachLook.toNanos()), VerifyProgress.UNIT)) {
      new LedgerVerifier(ledger, List.of(), List.of(), new VerifyProgress(line))
          .verify(LedgerVerifier.Range.ALL);
    }
  }

  @Test
  void isShownWhileALedgerIsReadThatTakesLong() throws Exception {
    verify(Duration.ofMillis(300));
    assertThat(err.toString().split("\\r\\u001b\\[K", -1))
        .hasSizeGreaterThan(30)
        .startsWith("", "0 of 3 MiB")
        .contains("1 of 3 MiB", "2 of 3 MiB")
        .endsWith("3 of 3 MiB", "");
    assertThat(err.toString()).endsWith("\r\u001b[K");
  }

  @Test
  void isNotShownOtherwise() throws Exception {
    verify(Duration.ofMillis(20));
    assertThat(err.toString()).isEmpty();
  }
}
