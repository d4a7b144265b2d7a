package dev.keelson.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// At both ends of the socket is this very process.
class PidFdTest {
  private static final int PID = (int) ProcessHandle.current().pid();

  @TempDir private Path dir;
  private ServerSocketChannel listening;
  private MultiThreadIoEventLoopGroup loop;
  private EpollDomainSocketChannel channel;

  @BeforeEach
  void connect() throws Exception {
    Path socket = dir.resolve("s");
    listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listening.bind(UnixDomainSocketAddress.of(socket));
    loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    var connecting =
        new Bootstrap()
            .group(loop)
            .channel(EpollDomainSocketChannel.class)
            .handler(new ChannelInboundHandlerAdapter())
            .connect(new UnixAddress.File(socket).netty());
    channel = (EpollDomainSocketChannel) connecting.sync().channel();
  }

  @AfterEach
  void hangUp() throws Exception {
    channel.close().sync();
    var _ = loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    listening.close();
  }

  @Test
  void isOfOneProcessUntilItIsClosed() throws Exception {
    PidFd handle = PidFd.ofPeer(channel, PidFd.SO_PEERPIDFD).orElseThrow();
    try (handle) {
      assertThat(handle.is(PID)).isTrue();
      assertThat(handle.is(PID + 1)).isFalse();
    }
    assertThat(handle.is(PID)).isFalse();
  }

  /// As SO_PEERPIDFD is to a kernel before 6.5.
  @Test
  void isNoneWhereTheKernelDoesNotKnowTheOption() throws Exception {
    assertThat(PidFd.ofPeer(channel, 9_999)).isEmpty();
  }

  @Test
  void isNotToBeHadOnceTheConnectionIsClosed() throws Exception {
    channel.close().sync();
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> PidFd.ofPeer(channel, PidFd.SO_PEERPIDFD));
  }
}
