package dev.keelson.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A daemon and an administrator are two processes on one token.
@Timeout(60)
class OnlookerTest {
  private static final int LAST = 30;

  @TempDir private Path dir;

  /// SoftHSM lets one process undo what the other writes; see [KekFinder].
  @Test
  void seesEveryGenerationAndSpoilsNone() throws Exception {
    SoftHsm hsm = SoftHsm.in(dir).withToken("keelson", Serving.NOON, "prod");
    Process onlooker = onlooker();
    try {
      Blocks.untilTrue(() -> Files.exists(dir.resolve(Onlooker.LOOKS)));
      try (var admin = new TappedKeyring(hsm, Tap.on(hsm.cryptoki())).admin()) {
        for (int number = 2; number <= LAST; number++) {
          admin.rotate(Duration.ZERO, Optional.empty());
        }
        assertThat(admin.verify()).hasSize(LAST).allMatch(KekProof::good);
      }
      Files.createFile(dir.resolve(Onlooker.ENOUGH));
      assertThat(new String(onlooker.getInputStream().readAllBytes(), UTF_8).lines())
          .last()
          .isEqualTo(IntStream.rangeClosed(1, LAST).boxed().toList().toString());
      assertThat(onlooker.waitFor()).isZero();
    } finally {
      onlooker.destroyForcibly();
    }
  }

  private Process onlooker() throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Onlooker.class.getName(),
            dir.toString())
        .redirectError(Redirect.DISCARD)
        .start();
  }
}
