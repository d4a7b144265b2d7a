package dev.keelson.token;

import dev.keelson.kek.Kek;
import dev.keelson.kek.KekContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// The contract of a KEK that makes one-time keys, on a real software TPM.
class TpmKekTest extends KekContract {
  @TempDir private static Path dir;
  private static SwTpm tpm;
  private static Served served;

  @BeforeAll
  static void serve() throws Exception {
    tpm =
        SwTpm.in(dir)
            .withToken("keelson")
            .withHmacKey("keelson", Keys.label("prod", 1, Serving.NOON).toString())
            .withHmacKey("keelson", Keys.label("prod", 2, Serving.NOON).toString());
    served = Serving.open(tpm.cryptoki(), SoftHsm.labelled("keelson"), "prod", Serving.LANES);
  }

  @AfterAll
  static void stop() {
    served.close();
    tpm.close();
  }

  @Override
  protected Kek kek() {
    return generation(1);
  }

  @Override
  protected Kek another() {
    return generation(2);
  }

  private static Kek generation(int number) {
    return served.keyring().generations().stream()
        .filter(generation -> generation.number() == number)
        .findFirst()
        .orElseThrow()
        .kek();
  }
}
