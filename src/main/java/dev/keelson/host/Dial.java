package dev.keelson.host;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.Errors;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// Connects once and hangs up: gRPC alone would turn every reason into UNAVAILABLE or a timeout.
final class Dial {
  private static final String REFUSED = "error(" + Errors.ERROR_ECONNREFUSED_NEGATIVE + ")";

  private Dial() {}

  /// Empty when the other side hung up before it could be asked who it is.
  static Optional<Peer> once(UnixAddress address, EventLoopGroup loop, Duration timeout)
      throws UnixUnreachableException {
    if (address instanceof UnixAddress.File(var path)) {
      SocketFile.requireConnectable(path);
    }
    ChannelFuture connecting =
        new Bootstrap()
            .group(loop)
            .channel(EpollDomainSocketChannel.class)
            .handler(new ChannelInboundHandlerAdapter())
            .connect(address.netty());
    try {
      requireConnected(connecting, address, timeout);
      return peer((EpollDomainSocketChannel) connecting.channel());
    } finally {
      var _ = connecting.channel().close();
    }
  }

  private static void requireConnected(
      ChannelFuture connecting, UnixAddress address, Duration timeout)
      throws UnixUnreachableException {
    if (!connecting.awaitUninterruptibly(timeout.toMillis())) {
      throw new UnixUnreachableException(
          "nobody accepted a connection within " + timeout.toMillis() + " ms",
          "the plugin's process hangs or is stopped: look at its state and its log");
    }
    Throwable cause = connecting.cause();
    if (cause != null) {
      throw unreachable(address, cause);
    }
  }

  private static Optional<Peer> peer(EpollDomainSocketChannel channel) {
    try {
      return Optional.of(Peer.of(channel));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static UnixUnreachableException unreachable(UnixAddress address, Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    if (!message.contains(REFUSED)) {
      return new UnixUnreachableException(
          "connecting failed: " + message, "repair what the system reports");
    }
    return switch (address) {
      case UnixAddress.File _ ->
          new UnixUnreachableException(
              "connection refused: the socket's file is there, but no process listens on it",
              "start the plugin; the file is left over from a process that has ended");
      case UnixAddress.Abstract _ ->
          new UnixUnreachableException(
              "connection refused: no process listens on this abstract name",
              "start the plugin; an abstract name is seen only inside one network namespace, so a"
                  + " container needs the host's network");
    };
  }
}
