package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.kms.v2.EncryptResponse;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("kms")
@Timeout(60)
class RestartTest {
  @TempDir private Path dir;
  private Site site;

  @BeforeEach
  void prepare() throws Exception {
    site = Site.in(dir);
  }

  @Test
  void opensWhatWasSealedBeforeAStop() throws Exception {
    EncryptResponse sealed;
    try (var _ = site.start();
        var caller = Caller.at(site.address())) {
      sealed = caller.seal(Seeds.marked(1));
    }
    assertThat(site.besideSocket()).containsExactly(".kms.sock.lock");
    try (var daemon = site.start();
        var caller = Caller.at(site.address())) {
      assertThat(caller.open(sealed)).isEqualTo(Seeds.marked(1));
      assertThat(daemon.activeKek()).hasToString(sealed.getKeyId());
    }
  }

  @Test
  void opensWhatWasSealedBeforeAKillAndReplacesTheSocketThatItLeft() throws Exception {
    EncryptResponse sealed;
    try (var daemon = site.serve()) {
      try (var caller = Caller.at(site.address())) {
        sealed = caller.seal(Seeds.marked(2));
      }
      daemon.kill();
    }
    Device.underTest().reclaim(dir);
    assertThat(Files.exists(site.socket(), LinkOption.NOFOLLOW_LINKS)).isTrue();
    try (var daemon = site.serve();
        var caller = Caller.at(site.address())) {
      assertThat(daemon.output()).contains("replace-stale-socket path=" + site.socket());
      assertThat(caller.open(sealed)).isEqualTo(Seeds.marked(2));
      assertThat(caller.status().getKeyId()).isEqualTo(sealed.getKeyId());
      assertThat(daemon.terminate()).isEqualTo(143);
    }
    assertThat(site.besideSocket()).containsExactly(".kms.sock.lock");
  }
}
