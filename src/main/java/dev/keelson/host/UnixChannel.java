package dev.keelson.host;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// One gRPC connection to a Unix socket, abstract ones too, which grpc-java's own `unix:` targets
/// do not know. Owns its event loop; closing ends both.
public final class UnixChannel implements AutoCloseable {
  private static final String DEFAULT_AUTHORITY = "localhost";
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final EventLoopGroup loop;
  private final ManagedChannel channel;
  private final Optional<Peer> peer;

  private UnixChannel(EventLoopGroup loop, UnixAddress address, Optional<Peer> peer) {
    this.loop = loop;
    this.peer = peer;
    this.channel =
        NettyChannelBuilder.forAddress(address.netty())
            .channelType(EpollDomainSocketChannel.class, DomainSocketAddress.class)
            .eventLoopGroup(loop)
            .overrideAuthority(DEFAULT_AUTHORITY)
            .usePlaintext()
            .disableRetry()
            .build();
  }

  /// Opens a channel after a first connection has shown that somebody listens.
  ///
  /// @throws UnixUnreachableException when nobody does, or this process may not connect
  public static UnixChannel open(UnixAddress address, Duration timeout)
      throws UnixUnreachableException {
    var loop =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("unix-channel", true), EpollIoHandler.newFactory());
    try {
      Optional<Peer> peer = Dial.once(address, loop, timeout);
      return new UnixChannel(loop, address, peer);
    } catch (UnixUnreachableException | RuntimeException e) {
      stop(loop);
      throw e;
    }
  }

  /// The connection, with an `:authority` of the caller's choice in each call.
  ///
  /// Call options carry it, because the builder takes only what java.net.URI thinks an authority:
  /// it refuses `@name`, which API servers before 1.32 send for an abstract socket.
  public Channel withAuthority(String authority) {
    return ClientInterceptors.intercept(channel, new Authority(authority));
  }

  /// Who listened when the first connection was made: the process that made the socket, which need
  /// not be the one that serves it (systemd.socket(5)).
  public Optional<Peer> peer() {
    return peer;
  }

  /// Whether the other side has said that it speaks HTTP/2, and has not gone away since.
  public boolean isReady() {
    return channel.getState(false) == ConnectivityState.READY;
  }

  /// Runs a task on the thread that also brings the answers to calls without an executor of their
  /// own, so what only such tasks and answers touch needs no lock.
  ///
  /// @param delay zero or less for at once
  public void runOnLoop(Runnable task, Duration delay) {
    var _ = loop.schedule(task, Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    try {
      channel.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    stop(loop);
  }

  private static void stop(EventLoopGroup loop) {
    loop.shutdownGracefully(0, GRACE.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(GRACE.toMillis());
  }

  private record Authority(String value) implements ClientInterceptor {
    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
        MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
      return next.newCall(method, options.withAuthority(value));
    }
  }
}
