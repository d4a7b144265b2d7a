package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// SoftHSM writes a file's first 8 bytes, a counter, before the rest: this is what a kill between
/// the two leaves.
@Timeout(60)
class HalfWrittenTokenTest {
  private static final int COUNTER_BYTES = 8;

  @TempDir private Path dir;
  private Site site;
  private Path token;

  @BeforeEach
  void prepare() throws Exception {
    site = Site.in(dir);
    try (Stream<Path> tokens = Files.list(dir.resolve("tokens"))) {
      token = tokens.findFirst().orElseThrow();
    }
  }

  @Test
  void doesNotHideTheTokensBesideIt() throws Exception {
    Path half = Files.createDirectory(dir.resolve("tokens/0badc0de-0000-0000-0000-000000000000"));
    writeHalfOf(token.resolve("token.object"), half.resolve("token.object"));
    assertServes();
  }

  @Test
  void mayHoldAHalfWrittenKeyBesideAWholeOne() throws Exception {
    writeHalfOf(
        token.resolve("token.object"),
        token.resolve("0badc0de-0000-0000-0000-000000000001.object"));
    assertServes();
  }

  private static void writeHalfOf(Path whole, Path half) throws IOException {
    Files.write(half, Arrays.copyOf(Files.readAllBytes(whole), COUNTER_BYTES));
  }

  private void assertServes() throws Exception {
    try (var _ = site.start();
        var caller = Caller.at(site.address())) {
      assertThat(caller.open(caller.seal(Seeds.marked(1)))).isEqualTo(Seeds.marked(1));
    }
  }
}
