package dev.keelson.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.kek.Copies;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CaretakerTest {
  @TempDir private Path dir;

  @Test
  void stopsAndLogsOutThoughTheCanarySings() throws Exception {
    var hsm = Tokens.in(dir);
    var served = ServedKeyring.start(Tokens.PROD, List.of(hsm.order()), Tokens.CARE, Copies.NONE);
    var canary = new Gate(hsm.tap(), "encrypt");
    canary.awaitEntered(1);
    Thread stop = Thread.ofPlatform().start(served::close);
    Thread.sleep(200);
    canary.open();
    assertThat(stop.join(Duration.ofSeconds(10))).isTrue();
    assertThat(hsm.tap().calls("logout")).hasSize(1);
    assertThat(hsm.tap().calls("finish")).hasSize(1);
  }
}
