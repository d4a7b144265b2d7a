package dev.keelson.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Several processes on one ledger, and what is left of one that is killed.
@Timeout(120)
class LedgerProcessTest {
  @TempDir private Path dir;

  /// @param blocks how long a file may become, in blocks of 1024 bytes: a disk that is full
  private Process child(String blocks, LedgerWriter.Mode mode, int entries, int threads)
      throws IOException {
    return new ProcessBuilder(
            "bash",
            "-c",
            "ulimit -f " + blocks + "; exec \"$@\"",
            "child",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            LedgerChild.class.getName(),
            dir.toString(),
            mode.toString(),
            Integer.toString(entries),
            Integer.toString(threads))
        .redirectErrorStream(true)
        .start();
  }

  private static List<String> said(Process child) throws Exception {
    List<String> lines = new ArrayList<>(child.inputReader(UTF_8).lines().toList());
    child.waitFor();
    return lines;
  }

  private Set<String> recorded() throws LedgerException {
    return LedgerFixture.entries(LedgerFixture.settings(dir).dir()).stream()
        .map(entry -> entry.deed().call().uid())
        .collect(Collectors.toSet());
  }

  private void assertGood() throws LedgerException {
    assertThat(LedgerFixture.verify(LedgerFixture.settings(dir).dir()).violations()).isEmpty();
  }

  @Test
  void keepOneChainTogether() throws Exception {
    Process one = child("unlimited", LedgerWriter.Mode.REQUIRE, 100, 4);
    Process other = child("unlimited", LedgerWriter.Mode.REQUIRE, 100, 4);
    assertThat(said(one)).hasSize(402).contains("lost 0");
    assertThat(said(other)).hasSize(402).contains("lost 0");
    assertGood();
    assertThat(LedgerFixture.entries(LedgerFixture.settings(dir).dir())).hasSize(800);
  }

  @Test
  void loseNothingThatWasAcknowledgedWhenTheyAreKilled() throws Exception {
    for (int round = 1; round <= 6; round++) {
      Process child = child("unlimited", LedgerWriter.Mode.REQUIRE, 100_000, 4);
      List<String> acknowledged = new ArrayList<>();
      try (BufferedReader out = child.inputReader(UTF_8)) {
        for (int i = 0; i < 37 * round; i++) {
          acknowledged.add(out.readLine());
        }
        // unlike that of Process, this leaves the pipe open
        assertThat(child.toHandle().destroyForcibly()).isTrue();
        out.lines().filter(line -> line.matches("call-\\d+")).forEach(acknowledged::add);
      }
      assertThat(child.waitFor()).isEqualTo(128 + 9);
      FileLedger.open(LedgerFixture.settings(dir), LedgerFixture.CLOCK).close();
      assertGood();
      acknowledged.removeLast(); // the pipe may end within a line
      assertThat(recorded()).containsAll(acknowledged);
    }
  }

  @Test
  void areToldOfAFullDiskWhereTheEntryIsRequired() throws Exception {
    List<String> said = said(child("64", LedgerWriter.Mode.REQUIRE, 1000, 1));
    assertThat(said).anyMatch(line -> line.startsWith("refused the ledger in "));
    said.removeIf(line -> !line.startsWith("call-"));
    assertGood();
    assertThat(recorded()).containsExactlyInAnyOrderElementsOf(said);
  }

  /// The file has room for the first entries that share an fsync, and not for all.
  @Test
  void goOnWithAFullDiskWhereItIsNot() throws Exception {
    List<String> said = said(child("512", LedgerWriter.Mode.BEST_EFFORT, 5000, 1));
    assertThat(said).contains("call-4999").doesNotContain("lost 0");
    assertGood();
  }
}
