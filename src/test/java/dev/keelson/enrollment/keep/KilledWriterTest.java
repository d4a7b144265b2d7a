package dev.keelson.enrollment.keep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A bundle, a key and a certificate are staged, then renamed in this order; a process is killed
/// after each of the six.
@Timeout(60)
class KilledWriterTest {
  private static final int STEPS = 6;
  private static final int BUNDLE_RENAMED = 4;
  private static final int KEY_RENAMED = 5;

  @TempDir private Path dir;

  /// What was left.
  private record Left(Path dir, String old, String fresh) {
    String bundle() {
      return KilledWriter.bundle(dir).read().pair().orElseThrow().serial();
    }

    Optional<String> split() {
      return KilledWriter.split(dir).read().pair().map(Pair::serial);
    }
  }

  @Test
  void leavesAWholeBundleAlwaysAndFilesThatTheNextStartMends() throws Exception {
    try (var all = Executors.newFixedThreadPool(2)) {
      List<Callable<Left>> victims =
          IntStream.rangeClosed(1, STEPS)
              .mapToObj(step -> (Callable<Left>) () -> killedAt(step))
              .toList();
      List<Future<Left>> killed = all.invokeAll(victims);
      for (int step = 1; step <= STEPS; step++) {
        assertMended(step, killed.get(step - 1).get());
      }
    }
  }

  private static void assertMended(int step, Left left) throws Exception {
    assertThat(left.bundle()).isEqualTo(step < BUNDLE_RENAMED ? left.old() : left.fresh());
    Optional<String> split = Optional.of(step < KEY_RENAMED ? left.old() : left.fresh());
    assertThat(left.split()).isEqualTo(step == KEY_RENAMED ? Optional.empty() : split);
    new Outputs(KilledWriter.places(left.dir()), Optional.empty()).repair();
    assertThat(left.split()).as("mended after step " + step).isEqualTo(split);
    try (var files = Files.list(left.dir())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("bundle.pem", "tls.key", "tls.crt");
    }
  }

  private Left killedAt(int step) throws Exception {
    Path own = Files.createDirectory(dir.resolve("step" + step));
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                KilledWriter.class.getName(),
                own.toString(),
                Integer.toString(step))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = child.inputReader(UTF_8)) {
      String old = out.readLine();
      String fresh = out.readLine();
      assertThat(out.readLine()).isEqualTo(step < BUNDLE_RENAMED ? "staged" : "renamed");
      return new Left(own, old, fresh);
    } finally {
      child.destroyForcibly().waitFor();
    }
  }
}
