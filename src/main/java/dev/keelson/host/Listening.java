package dev.keelson.host;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.SocketAddress;

/// How a server comes to its listening socket, and what it leaves behind.
sealed interface Listening extends AutoCloseable {
  DomainSocketAddress address();

  EpollServerDomainSocketChannel channel();

  @Override
  void close();

  /// At a path that this daemon claimed.
  record Claimed(SocketClaim claim) implements Listening {
    @Override
    public DomainSocketAddress address() {
      return claim.bindAddress();
    }

    @Override
    public EpollServerDomainSocketChannel channel() {
      return new EpollServerDomainSocketChannel();
    }

    @Override
    public void close() {
      claim.close();
    }
  }

  /// Under a name of the abstract namespace, which goes with the process.
  record Nameless(UnixAddress.Abstract name) implements Listening {
    @Override
    public DomainSocketAddress address() {
      return name.netty();
    }

    @Override
    public EpollServerDomainSocketChannel channel() {
      return new EpollServerDomainSocketChannel();
    }

    @Override
    public void close() {}
  }

  /// On a descriptor that the service manager holds too, bound and listening already.
  record Inherited(int descriptor, UnixAddress at) implements Listening {
    @Override
    public DomainSocketAddress address() {
      return at.netty();
    }

    @Override
    public EpollServerDomainSocketChannel channel() {
      var channel = new EpollServerDomainSocketChannel(descriptor, true);
      channel.pipeline().addLast(new Bound());
      return channel;
    }

    @Override
    public void close() {}
  }

  /// Answers a wish to bind what is bound.
  final class Bound extends ChannelOutboundHandlerAdapter {
    @Override
    public void bind(ChannelHandlerContext context, SocketAddress local, ChannelPromise bound) {
      bound.setSuccess();
    }
  }
}
