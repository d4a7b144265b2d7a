package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cli.ExitCode;
import dev.keelson.kms.v2.EncryptResponse;
import dev.keelson.kms.v2.StatusRequest;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("kms")
@Timeout(90)
class SocketActivationTest {
  @TempDir private Path dir;
  private Site site;

  @BeforeEach
  void prepare() throws Exception {
    site = Site.in(dir);
  }

  @Test
  void servesASocketThatWasThereBeforeTheDaemonAndLeavesItThere() throws Exception {
    try (var keelson = Supervised.start(site, site.yaml())) {
      keelson.supervisor().await("the socket", () -> Files.exists(site.socket()));
      try (var caller = Caller.at(site.address())) {
        assertThat(caller.stub().withWaitForReady().status(StatusRequest.getDefaultInstance()))
            .extracting(status -> status.getHealthz())
            .isEqualTo("ok");
      }
      assertThat(site.besideSocket()).containsExactly("kms.sock");
      keelson.killDaemon();
      Device.underTest().reclaim(dir);
      keelson.supervisor().await("the daemon ended: signal 9");
      assertThat(site.besideSocket()).containsExactly("kms.sock");
    }
  }

  @Test
  void refusesNoConnectionWhileADaemonIsKilledAndStartedAgain() throws Exception {
    try (var keelson = Supervised.start(site, site.yaml())) {
      keelson.supervisor().await("ready socket=");
      EncryptResponse sealed;
      try (var caller = Caller.at(site.address())) {
        sealed = caller.seal(Seeds.marked(1));
      }
      keelson.killDaemon();
      Device.underTest().reclaim(dir);
      int connects = 0;
      while (keelson.supervisor().output().split("ready socket=", -1).length < 3) {
        connect();
        connects++;
        Thread.sleep(50); // not so many that the queue of the socket is full
      }
      assertThat(connects).isGreaterThan(10);
      try (var caller = Caller.at(site.address())) {
        assertThat(caller.open(sealed)).isEqualTo(Seeds.marked(1));
      }
    }
  }

  /// Throws when it is refused.
  private void connect() throws Exception {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      assertThat(channel.connect(UnixDomainSocketAddress.of(site.socket()))).isTrue();
    }
  }

  @Test
  void refusesToListenBesideASocketThatItWasHanded() throws Exception {
    String yaml = site.yaml().replace("/run/kms.sock", "/run/other.sock");
    try (var keelson = Supervised.start(site, yaml)) {
      keelson.supervisor().await("exit " + ExitCode.UNAVAILABLE);
      assertThat(keelson.supervisor().output())
          .contains("listens at " + site.address() + ", not at")
          .contains("ListenStream=");
      assertThat(Files.exists(site.socketDir().resolve("other.sock"))).isFalse();
    }
  }
}
