package dev.keelson.token;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// The contract of a KEK that makes one-time keys, on a real software TPM.
class TpmKekTest extends ServedKekContract {
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
  Served served() {
    return served;
  }
}
