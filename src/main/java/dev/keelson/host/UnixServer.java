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
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/// A gRPC service on a Unix socket: any `:authority`, and only callers whose uid is allowed.
///
/// The service is called on the socket's own thread, on which it must not wait.
public final class UnixServer implements AutoCloseable {
  /// KMS v2's largest legal request is half of this; more is refused before it is read.
  private static final int MAX_REQUEST_BYTES = 64 * 1024;

  /// A client's calls beyond it wait in the client: gRPC clients heed the limit.
  private static final int MAX_CALLS_PER_CONNECTION = 4096;

  /// How long the server waits for its clients.
  ///
  /// @param request from the beginning of a call until its request is there
  /// @param grace from the beginning of a stop until calls that still run are cut off
  public record Limits(Duration request, Duration grace) {
    public static final Limits DEFAULT = new Limits(Duration.ofSeconds(10), Duration.ofSeconds(10));
  }

  private final Limits limits;
  private final PeerGate gate;
  private final Listening listening;
  private final EventLoopGroup loop;
  private final HashedWheelTimer timer;
  private final Server server;

  /// Listens and serves, with the default limits.
  public static UnixServer start(SocketSettings settings, BindableService service)
      throws ListenException {
    return start(settings, service, Limits.DEFAULT);
  }

  /// Listens and serves.
  public static UnixServer start(SocketSettings settings, BindableService service, Limits limits)
      throws ListenException {
    if (!Epoll.isAvailable()) {
      throw new ListenException(
          "Netty's native library does not load: " + Epoll.unavailabilityCause(),
          "it is unpacked to java.io.tmpdir first: name a directory that is not mounted noexec, with"
              + " KEELSON_JAVA_OPTS=-Djava.io.tmpdir=DIR",
          Epoll.unavailabilityCause());
    }
    OptionalInt inherited = InheritedSockets.ofThisProcess().at(settings.address());
    if (inherited.isPresent()) {
      return new UnixServer(
          settings,
          service,
          limits,
          new Listening.Inherited(inherited.getAsInt(), settings.address()));
    }
    return switch (settings.address()) {
      case UnixAddress.File file -> {
        SocketClaim claim = SocketClaim.claim(file.path());
        var started = new UnixServer(settings, service, limits, new Listening.Claimed(claim));
        try {
          claim.publish(settings);
          yield started;
        } catch (ListenException e) {
          started.close();
          throw e;
        }
      }
      case UnixAddress.Abstract name ->
          new UnixServer(settings, service, limits, new Listening.Nameless(name));
    };
  }

  private UnixServer(
      SocketSettings settings, BindableService service, Limits limits, Listening listening)
      throws ListenException {
    this.limits = limits;
    this.gate = new PeerGate(settings);
    this.listening = listening;
    this.loop =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("socket", true), EpollIoHandler.newFactory());
    this.timer = new HashedWheelTimer(new DefaultThreadFactory("timeout", true));
    this.server = server(settings, service);
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

  private Server server(SocketSettings settings, BindableService service) {
    var builder =
        NettyServerBuilder.forAddress(listening.address())
            .channelFactory(this::channel)
            .bossEventLoopGroup(loop)
            .workerEventLoopGroup(loop)
            .protocolNegotiator(new PeerNegotiator(settings.detail()))
            .directExecutor()
            .maxInboundMessageSize(MAX_REQUEST_BYTES)
            .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
            .permitKeepAliveWithoutCalls(true)
            .permitKeepAliveTime(10, TimeUnit.SECONDS)
            .addService(Illegible.refusedBefore(service));
    // The last one is asked first.
    builder.intercept(new RequestTimeout(limits.request(), timer));
    if (settings.detail() == CallerDetail.PROCESS) {
      builder.intercept(new ProcessGate());
    }
    return builder.intercept(gate).build();
  }

  private EpollServerDomainSocketChannel channel() {
    EpollServerDomainSocketChannel channel = listening.channel();
    channel.pipeline().addLast(new ConnectionLimit(gate));
    return channel;
  }

  /// Lets the users of other settings call from now on, and no others; the rest of them is not
  /// looked at.
  public void admit(SocketSettings settings) {
    gate.admit(settings);
  }

  /// Has what serves any socket loaded, by a server that never starts: it opens nothing.
  public static void prepare() {
    if (!Epoll.isAvailable()) {
      return; // told when a socket is to be served
    }
    var timer = new HashedWheelTimer(new DefaultThreadFactory("timeout", true));
    var loop =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("socket", true), EpollIoHandler.newFactory());
    var _ =
        NettyServerBuilder.forAddress(new DomainSocketAddress("/unused"))
            .channelFactory(EpollServerDomainSocketChannel::new)
            .bossEventLoopGroup(loop)
            .workerEventLoopGroup(loop)
            .protocolNegotiator(new PeerNegotiator(CallerDetail.USER))
            .directExecutor()
            .intercept(new RequestTimeout(Limits.DEFAULT.request(), timer))
            .build();
    var _ = loop.shutdownGracefully();
    timer.stop();
  }

  /// Whether the socket's thread comes to what it is given next.
  public boolean turns(Duration patience) {
    return loop.submit(() -> {}).awaitUninterruptibly(patience.toMillis());
  }

  /// Refuses new calls, lets running ones end, and removes the socket. Who still works on a call
  /// that was cut off may answer it, unheard, until [#close()].
  public void stop() {
    server.shutdown();
    listening.close();
    try {
      if (!terminated()) {
        server.shutdownNow();
        // A loop that is told to end may end with connections open (Netty 4.2,
        // SingleThreadIoEventLoop.run), and their clients would wait for ever.
        var _ = terminated();
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    timer.stop();
  }

  /// Stops, and ends the socket's thread.
  @Override
  public void close() {
    stop();
    loop.shutdownGracefully(0, limits.grace().toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly();
  }

  private boolean terminated() throws InterruptedException {
    return server.awaitTermination(limits.grace().toMillis(), TimeUnit.MILLISECONDS);
  }
}
