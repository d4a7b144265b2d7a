package dev.keelson.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.host.UnixAddress;
import io.grpc.Status;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadTest {
  /// The checks before the load encrypt two seeds.
  private static final int ENCRYPTS_BEFORE = 2;

  @TempDir Path directory;

  @Test
  void countsErrorsByStatusCodeAndSendsNoDecryptForThem() throws Exception {
    var encrypts = new AtomicInteger();
    var plugin =
        new TwistedPlugin()
            .encrypt((request, honest) -> {
              int place = encrypts.incrementAndGet() - ENCRYPTS_BEFORE;
              if (place >= 1 && place <= 3) {
                throw (place == 3 ? Status.INTERNAL : Status.UNAVAILABLE).asException();
              }
              return honest.answer(request);
            });
    LoadResult load = load(plugin, 20);
    assertThat(load.errors()).isEqualTo(Map.of("UNAVAILABLE", 2, "INTERNAL", 1));
    assertThat(load.calls()).isEqualTo(17);
    assertThat(load.wrong()).isZero();
    assertThat(load.decrypt()).isPresent();
  }

  @Test
  void keepsNoLatencyOfCallsThatFailed() throws Exception {
    var encrypts = new AtomicInteger();
    var plugin =
        new TwistedPlugin()
            .encrypt((request, honest) -> {
              if (encrypts.incrementAndGet() > ENCRYPTS_BEFORE) {
                throw Status.RESOURCE_EXHAUSTED.asException();
              }
              return honest.answer(request);
            });
    LoadResult load = load(plugin, 6);
    assertThat(load.errors()).isEqualTo(Map.of("RESOURCE_EXHAUSTED", 3));
    assertThat(load.encrypt()).isEmpty();
    assertThat(load.decrypt()).isEmpty();
  }

  @Test
  void roundsAnOddNumberUpToWholePairs() throws Exception {
    assertThat(load(new TwistedPlugin(), 3).calls()).isEqualTo(4);
  }

  private LoadResult load(TwistedPlugin plugin, int calls) throws Exception {
    var address = new UnixAddress.File(directory.resolve("kms.sock"));
    var settings = new ProbeSettings(calls, 1, Duration.ofSeconds(3), "localhost");
    try (var _ = PluginServer.at(address, plugin)) {
      Report report = new Probe(address, settings, new SecureRandom()).run(Progress.NONE);
      return report.load().orElseThrow();
    }
  }
}
