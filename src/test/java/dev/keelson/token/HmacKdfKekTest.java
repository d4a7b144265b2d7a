package dev.keelson.token;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// The contract of a KEK that makes one-time keys, on a real SoftHSM.
class HmacKdfKekTest extends ServedKekContract {
  @TempDir private static Path dir;
  private static Served served;

  @BeforeAll
  static void serve() throws Exception {
    var hsm = SoftHsm.in(dir).withToken("keelson", Serving.NOON);
    Keys.on(hsm, "keelson").generation(Keys.label("prod", 1, Serving.NOON), KekForm.HMAC);
    Keys.on(hsm, "keelson").generation(Keys.label("prod", 2, Serving.NOON), KekForm.HMAC);
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
