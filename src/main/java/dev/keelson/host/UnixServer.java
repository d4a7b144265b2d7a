package dev.keelson.host;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// A gRPC service on a Unix socket: a virtual thread for each call, any `:authority`, and only
/// callers whose uid is allowed.
public final class UnixServer implements AutoCloseable {
  /// KMS v2's largest legal request is half of this; more is refused before it is read.
  private static final int MAX_REQUEST_BYTES = 64 * 1024;

  /// A client's calls beyond it wait in the client: gRPC clients heed the limit.
  private static final int MAX_CALLS_PER_CONNECTION = 4096;

  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Optional<SocketClaim> claim;
  private final EventLoopGroup loop;
  private final ExecutorService handlers;
  private final HashedWheelTimer timer;
  private final Server server;

  /// Listens and serves.
  public static UnixServer start(SocketSettings settings, BindableService service)
      throws ListenException {
    if (!Epoll.isAvailable()) {
      throw new ListenException(
          "Netty's native library does not load: " + Epoll.unavailabilityCause(),
          "it is unpacked to java.io.tmpdir first: name a directory that is not mounted noexec, with"
              + " KEELSON_JAVA_OPTS=-Djava.io.tmpdir=DIR",
          Epoll.unavailabilityCause());
    }
    return switch (settings.address()) {
      case UnixAddress.File file -> publish(settings, service, SocketClaim.claim(file.path()));
      case UnixAddress.Abstract name ->
          new UnixServer(settings, service, name.netty(), Optional.empty());
    };
  }

  private static UnixServer publish(
      SocketSettings settings, BindableService service, SocketClaim claim) throws ListenException {
    var server = new UnixServer(settings, service, claim.bindAddress(), Optional.of(claim));
    try {
      claim.publish(settings);
      return server;
    } catch (ListenException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private UnixServer(
      SocketSettings settings,
      BindableService service,
      DomainSocketAddress address,
      Optional<SocketClaim> claim)
      throws ListenException {
    this.claim = claim;
    this.loop =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("socket", true), EpollIoHandler.newFactory());
    this.handlers = Executors.newVirtualThreadPerTaskExecutor();
    this.timer = new HashedWheelTimer(new DefaultThreadFactory("timeout", true));
    this.server =
        NettyServerBuilder.forAddress(address)
            .channelType(EpollServerDomainSocketChannel.class)
            .bossEventLoopGroup(loop)
            .workerEventLoopGroup(loop)
            .protocolNegotiator(new PeerNegotiator())
            .executor(handlers)
            .maxInboundMessageSize(MAX_REQUEST_BYTES)
            .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
            .permitKeepAliveWithoutCalls(true)
            .permitKeepAliveTime(10, TimeUnit.SECONDS)
            .addService(service)
            .intercept(new InterruptOnCancel())
            .intercept(new RequestTimeout(REQUEST_TIMEOUT, timer))
            .intercept(new PeerGate(settings.callers()))
            .build();
    try {
      server.start();
    } catch (IOException e) {
      close();
      throw new ListenException(
          "the socket " + settings.address() + " cannot be served: " + e.getCause(),
          "if another process serves it, stop that one: ss -xlp",
          e);
    }
  }

  /// Refuses new calls, lets running ones end, and removes the socket.
  @Override
  public void close() {
    server.shutdown();
    claim.ifPresent(SocketClaim::close);
    try {
      if (!server.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        server.shutdownNow();
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    timer.stop();
    handlers.shutdownNow();
    loop.shutdownGracefully(0, GRACE.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly();
  }
}
