package dev.keelson.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.Eventually;
import dev.keelson.health.Verdict;
import dev.keelson.kek.Copies;
import dev.keelson.kek.Keyring.Sealed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The host's clock is set while a real token is served.
@Timeout(60)
class ClockJumpTest {
  private static final byte[] SEED = "0123456789abcdef0123456789abcdef".getBytes(US_ASCII);

  @TempDir private Path dir;
  private final AtomicReference<Instant> now = new AtomicReference<>(Serving.NOON);
  private Tokens hsm;
  private ServedKeyring served;

  @BeforeEach
  void serve() throws Exception {
    hsm = Tokens.in(dir);
    var order = hsm.order();
    var given = order.surroundings();
    var moved =
        new ServedToken.Surroundings(given.cryptoki(), now::get, given.random(), given.guard());
    served =
        ServedKeyring.start(
            Tokens.PROD,
            List.of(new Caretaker.Order(moved, order.wanted(), order.pin())),
            Tokens.CARE,
            Copies.NONE);
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "-PT1H"})
  void changesNothingThatACallerSees(Duration jump) throws Exception {
    Sealed before = served.keyring().seal(SEED.clone());
    now.set(Serving.NOON.plus(jump));
    int canaries = hsm.tap().calls("encrypt").size();
    Eventually.until(() -> {
      assertThat(served.verdict()).isInstanceOf(Verdict.Good.class);
      return hsm.tap().calls("encrypt").size() > canaries + 1;
    });
    Sealed after = served.keyring().seal(SEED.clone());
    assertThat(after.by()).isEqualTo(before.by());
    assertThat(opened(before)).isEqualTo(SEED);
    assertThat(opened(after)).isEqualTo(SEED);
    assertThat(hsm.tap().calls("initialize")).hasSize(1);
  }

  private byte[] opened(Sealed sealed) throws Exception {
    return served.keyring().open(sealed.by().toString(), sealed.ciphertext(), byte[]::clone);
  }
}
