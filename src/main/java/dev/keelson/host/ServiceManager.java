package dev.keelson.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who started this process and wants to know when it serves (sd_notify(3)): systemd, for a unit of
/// `Type=notify`.
public final class ServiceManager {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);
  private static final long PATIENCE_SECONDS = 5;

  private final Optional<String> socket;

  private ServiceManager(Optional<String> socket) {
    this.socket = socket;
  }

  /// Nobody, when nobody asked to be told.
  public static ServiceManager ofThisProcess() {
    return at(Optional.ofNullable(System.getenv("NOTIFY_SOCKET")).filter(name -> !name.isEmpty()));
  }

  static ServiceManager at(Optional<String> socket) {
    return new ServiceManager(socket);
  }

  /// Says that whoever waits for this process can go on.
  public void ready() {
    if (socket.isPresent()) {
      send(socket.get(), "READY=1");
    }
  }

  private static void send(String name, String message) {
    var loop =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("notify", true), EpollIoHandler.newFactory());
    try {
      ChannelFuture connected =
          new Bootstrap()
              .group(loop)
              .channel(EpollDomainDatagramChannel.class)
              .handler(new ChannelInboundHandlerAdapter())
              .connect(address(name))
              .awaitUninterruptibly();
      var sent =
          connected.isSuccess()
              ? connected.channel().writeAndFlush(Unpooled.copiedBuffer(message, UTF_8))
              : connected;
      if (!sent.awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS) || !sent.isSuccess()) {
        LOG.warn("notify result=failed cause=\"{}\"", String.valueOf(sent.cause()));
      }
    } finally {
      loop.shutdownGracefully(0, PATIENCE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }
  }

  /// `@name` is one of the abstract namespace.
  private static DomainSocketAddress address(String name) {
    return new DomainSocketAddress(name.startsWith("@") ? "\0" + name.substring(1) : name);
  }
}
