package dev.keelson.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SwapTest {
  private static final String HEADING = "Filename\tType\tSize\tUsed\tPriority\n";
  private static final String DISK = "/dev/sda2 partition 8388604 0 -2\n";

  @TempDir private Path dir;

  @ParameterizedTest
  @ValueSource(strings = {"", "/dev/zram0 partition 4194300 0 100\n"})
  void isNoneWhereNothingGetsToADisk(String swaps) throws Exception {
    assertThat(with(swaps)).isEqualTo(Swap.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {DISK, "/dev/zram0 partition 4194300 0 100\n" + DISK, "/swapfile file 1 0 -2\n"})
  void isOpenWhereNothingKeepsTheServiceOutOfIt(String swaps) throws Exception {
    assertThat(with(swaps)).isEqualTo(Swap.OPEN);
  }

  @Test
  void isKeptFromTheServiceByItsControlGroup() throws Exception {
    limit("0\n");
    assertThat(with(DISK)).isEqualTo(Swap.KEPT_OUT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"max\n", "4096\n"})
  void isOpenWhereTheControlGroupHasSome(String limit) throws Exception {
    limit(limit);
    assertThat(with(DISK)).isEqualTo(Swap.OPEN);
  }

  private Swap with(String swaps) throws IOException {
    return Swap.in(Files.writeString(dir.resolve("swaps"), HEADING + swaps), dir);
  }

  private void limit(String limit) throws IOException {
    Path group = Files.createDirectories(dir.resolve("system.slice/keelson.service"));
    Files.writeString(group.resolve("memory.swap.max"), limit);
  }
}
