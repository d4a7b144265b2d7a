package dev.keelson.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keelson.cli.probe.PluginServer;
import dev.keelson.e2e.Caller;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SocketClaimTest {
  @TempDir private Path dir;
  private Path path;
  private UnixAddress address;

  @BeforeEach
  void name() {
    path = dir.resolve("kms.sock");
    address = new UnixAddress.File(path);
  }

  @Test
  void replacesASocketThatRefusesConnections() throws Exception {
    try (var ended = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      ended.bind(UnixDomainSocketAddress.of(path));
    }
    assertThat(Files.exists(path, LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertServes("new");
  }

  /// Whatever its id was.
  @Test
  void clearsTheWorkshopOfAKilledProcessThatClaimedTheSamePath() throws Exception {
    Path workshop = Files.createDirectory(dir.resolve(SocketClaim.workshopName("kms.sock")));
    Files.createFile(workshop.resolve("s"));
    assertServes("new");
    assertThat(Sockets.in(dir)).containsExactly(".kms.sock.lock");
  }

  @Test
  void hasAWorkshopOfItsOwnBesideAnotherClaimOfTheProcess() throws Exception {
    try (var one = SocketClaim.claim(path);
        var other = SocketClaim.claim(dir.resolve("issuer.sock"))) {
      assertThat(one.unfinished()).isNotEqualTo(other.unfinished());
      assertThat(one.unfinished().getParent()).isDirectory();
      assertThat(other.unfinished().getParent()).isDirectory();
    }
    assertThat(Sockets.in(dir)).containsExactly(".issuer.sock.lock", ".kms.sock.lock");
  }

  private void assertServes(String name) throws Exception {
    try (var _ = UnixServer.start(SocketSettings.privateAt(address), Sockets.named(name));
        var caller = Caller.at(address)) {
      assertThat(caller.status().getKeyId()).isEqualTo(name);
    }
  }

  private void assertRefused(String what) {
    assertThatExceptionOfType(ListenException.class)
        .isThrownBy(() -> UnixServer.start(SocketSettings.privateAt(address), Sockets.named("b")))
        .withMessageContaining(what);
  }

  @Nested
  class Refuses {
    @Test
    void asSecondInThisProcessAndLeavesTheFirstAlone() throws Exception {
      try (var _ = UnixServer.start(SocketSettings.privateAt(address), Sockets.named("a"));
          var caller = Caller.at(address)) {
        assertRefused("another process serves the socket");
        assertThat(caller.status().getKeyId()).isEqualTo("a");
        Caller.at(address).close();
      }
    }

    @Test
    void aSocketOfSomebodyWhoKnowsNothingOfOurLock() throws Exception {
      try (var _ = PluginServer.at(address);
          var caller = Caller.at(address)) {
        assertRefused("another process serves the socket");
        assertThat(caller.status().getKeyId()).isEqualTo("test-1");
        Caller.at(address).close();
      }
    }

    @Test
    void aSocketOfSomebodyTooBusyToAccept() throws Exception {
      List<SocketChannel> waiting = new ArrayList<>();
      try (var busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        busy.bind(UnixDomainSocketAddress.of(path), 1);
        fillQueue(waiting);
        assertRefused("another process serves the socket");
        assertThat(Files.exists(path, LinkOption.NOFOLLOW_LINKS)).isTrue();
      } finally {
        for (SocketChannel channel : waiting) {
          channel.close();
        }
      }
    }

    private void fillQueue(List<SocketChannel> waiting) throws IOException {
      try {
        while (true) {
          var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
          waiting.add(channel);
          channel.configureBlocking(false);
          channel.connect(UnixDomainSocketAddress.of(path));
        }
      } catch (SocketException _) {
        // EAGAIN (unix(7)): it is full.
      }
    }

    @Test
    void aPathWithADirectoryALinkOrAFile() throws Exception {
      Files.createDirectory(path);
      assertRefused("is not a socket");
      Files.delete(path);
      Files.createSymbolicLink(path, dir.resolve("nowhere"));
      assertRefused("is not a socket");
      Files.delete(path);
      Files.writeString(path, "mine");
      assertRefused("is not a socket");
      assertThat(path).hasContent("mine");
    }

    @Test
    void aDirectoryThatIsMissing() {
      address = new UnixAddress.File(dir.resolve("nowhere").resolve("kms.sock"));
      assertRefused("cannot be made");
    }
  }

  @Nested
  class AbstractNames {
    private final UnixAddress name =
        new UnixAddress.Abstract("keelson-test-" + ProcessHandle.current().pid());

    @Test
    void areServedWithoutAnyFile() throws Exception {
      address = name;
      assertServes("abstract");
      assertThat(Sockets.in(dir)).isEmpty();
      assertServes("again");
    }

    @Test
    void areRefusedWhileSomebodyServesThem() throws Exception {
      try (var _ = UnixServer.start(SocketSettings.privateAt(name), Sockets.named("a"));
          var caller = Caller.at(name)) {
        address = name;
        assertRefused("cannot be served");
        assertThat(caller.status().getKeyId()).isEqualTo("a");
      }
    }
  }
}
