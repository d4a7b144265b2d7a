package dev.keelson.token;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The contract of a KEK whose token makes the IV, on an emulation of each kind of such tokens.
class HsmIvKekTest {
  @Nested
  class WithTheIvReturned extends OnAToken {
    @Override
    GcmIv way() {
      return GcmIv.RETURNED;
    }
  }

  @Nested
  class WithTheIvOverZeros extends OnAToken {
    @Override
    GcmIv way() {
      return GcmIv.ZEROED;
    }
  }

  @Nested
  class WithTheIvBehindTheTag extends OnAToken {
    @Override
    GcmIv way() {
      return GcmIv.APPENDED;
    }
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  abstract static class OnAToken extends ServedKekContract {
    private HsmIvToken token;
    private Served served;

    abstract GcmIv way();

    @BeforeAll
    void serve(@TempDir Path dir) throws Exception {
      token = HsmIvToken.in(dir, way());
      try (var admin = token.admin()) {
        admin.create(Optional.empty());
        admin.rotate(Duration.ZERO, Optional.empty());
      }
      served = token.served();
    }

    @AfterAll
    void stop() {
      served.close();
      token.close();
    }

    @Override
    Served served() {
      return served;
    }
  }
}
