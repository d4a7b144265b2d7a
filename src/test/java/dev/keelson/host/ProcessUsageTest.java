package dev.keelson.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessUsageTest {
  @TempDir private Path dir;

  @Test
  void readsTheFieldsBehindANameWithBracketsAndBlanks() throws Exception {
    Files.writeString(
        dir.resolve("stat"), "7 (a) b (c) S 1 7 7 0 -1 4194560 10 0 0 0 250 51 9 9 20 0 1 0 99\n");
    Files.write(dir.resolve("status"), List.of("Name:\ta", "VmHWM:\t  200 kB", "VmRSS:\t 100 kB"));
    assertThat(ProcessUsage.in(dir))
        .contains(new ProcessUsage(Duration.ofMillis(3_010), 102_400, 204_800));
  }

  @Test
  void isEmptyForAProcessThatHasEndedAndWasNotWaitedFor() throws Exception {
    Files.writeString(
        dir.resolve("stat"), "7 (a) Z 1 7 7 0 -1 4194560 10 0 0 0 250 51 9 9 20 0 1 0 99\n");
    Files.write(dir.resolve("status"), List.of("Name:\ta", "State:\tZ (zombie)"));
    assertThat(ProcessUsage.in(dir)).isEmpty();
  }

  @Test
  void tellsOfThisProcess() {
    assertThat(ProcessUsage.of(ProcessHandle.current().pid()))
        .hasValueSatisfying(usage -> {
          assertThat(usage.cpu()).isPositive();
          assertThat(usage.residentBytes()).isPositive();
          assertThat(usage.peakBytes()).isGreaterThanOrEqualTo(usage.residentBytes());
        });
  }

  @Test
  void isEmptyForAProcessThatIsNotThere() {
    assertThat(ProcessUsage.of(0)).isEmpty();
  }
}
