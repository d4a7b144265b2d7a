package dev.keelson.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ServiceManagerTest {
  @TempDir private Path dir;

  @Test
  void isToldOverItsSocketThatTheProcessIsReady() throws Exception {
    String path = dir.resolve("notify").toString();
    assertThat(heardAt(new DomainSocketAddress(path), path)).isEqualTo("READY=1");
  }

  @Test
  void mayListenInTheAbstractNamespaceAsInContainers() throws Exception {
    String name = "keelson-test-" + ProcessHandle.current().pid();
    assertThat(heardAt(new DomainSocketAddress("\0" + name), "@" + name)).isEqualTo("READY=1");
  }

  @Test
  void isNotMissed() {
    ServiceManager.at(Optional.empty()).ready();
    ServiceManager.at(Optional.of(dir.resolve("nobody").toString())).ready();
  }

  private static String heardAt(DomainSocketAddress address, String name) throws Exception {
    var loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    var heard = new CompletableFuture<String>();
    try {
      var _ =
          new Bootstrap()
              .group(loop)
              .channel(EpollDomainDatagramChannel.class)
              .handler(
                  new SimpleChannelInboundHandler<DomainDatagramPacket>() {
                    @Override
                    protected void channelRead0(
                        ChannelHandlerContext context, DomainDatagramPacket packet) {
                      heard.complete(packet.content().toString(UTF_8));
                    }
                  })
              .bind(address)
              .sync();
      ServiceManager.at(Optional.of(name)).ready();
      return heard.get(5, TimeUnit.SECONDS);
    } finally {
      loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
  }
}
