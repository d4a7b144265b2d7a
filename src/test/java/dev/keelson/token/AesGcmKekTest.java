package dev.keelson.token;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// The contract of a KEK that seals in the token, on a real SoftHSM.
class AesGcmKekTest extends ServedKekContract {
  @TempDir private static Path dir;
  private static Served served;

  @BeforeAll
  static void serve() throws Exception {
    var hsm = SoftHsm.in(dir).withToken("keelson", Serving.NOON, "prod");
    Keys.on(hsm, "keelson").generation("prod", 2, Serving.NOON.minusSeconds(1));
    served = Serving.open(hsm, "keelson", "prod");
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  @Override
  Served served() {
    return served;
  }
}
