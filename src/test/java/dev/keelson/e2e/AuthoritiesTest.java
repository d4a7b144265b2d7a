package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.Daemon;
import dev.keelson.kms.v2.StatusRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// API servers before 1.32 send the socket's path as `:authority` (kubernetes#126930).
@Tag("kms")
@Timeout(30)
class AuthoritiesTest {
  @TempDir private static Path dir;
  private static Daemon daemon;
  private static Caller caller;

  @BeforeAll
  static void serve() throws Exception {
    var site = Site.in(dir);
    daemon = site.start();
    caller = Caller.at(site.address());
  }

  @AfterAll
  static void stop() {
    caller.close();
    daemon.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "/run/keelson/kms.sock",
        "%2Frun%2Fkeelson%2Fkms.sock",
        "@keelson",
        "unix:///run/keelson/kms.sock",
        ""
      })
  void servesEveryAuthorityThatApiServersSend(String authority) {
    assertThat(caller.stub(authority).status(StatusRequest.getDefaultInstance()).getKeyId())
        .isEqualTo(daemon.activeKek().toString());
  }
}
