package dev.keelson.cli.probe;

import dev.keelson.host.UnixAddress;
import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/// A plugin on a real Unix socket, which notes the authority of every call.
public final class PluginServer implements AutoCloseable {
  /// Netty warns that Unix sockets have no SO_KEEPALIVE, with the NUL of an abstract name.
  private static final Logger BOOTSTRAP = Logger.getLogger("io.netty.bootstrap.ServerBootstrap");

  static {
    BOOTSTRAP.setLevel(Level.SEVERE);
  }

  private final Queue<String> authorities = new ConcurrentLinkedQueue<>();
  private final EventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
  private final Server server;

  private PluginServer(UnixAddress address, BindableService plugin) throws IOException {
    server =
        NettyServerBuilder.forAddress(address.netty())
            .channelType(EpollServerDomainSocketChannel.class)
            .bossEventLoopGroup(loop)
            .workerEventLoopGroup(loop)
            .executor(handlers)
            .intercept(new Noting())
            .addService(plugin)
            .build()
            .start();
  }

  /// A correct plugin, for tests that only need somebody to talk to.
  public static PluginServer at(UnixAddress address) throws IOException {
    return at(address, new InMemoryPlugin());
  }

  static PluginServer at(UnixAddress address, BindableService plugin) throws IOException {
    return new PluginServer(address, plugin);
  }

  /// In the order of the calls.
  public Queue<String> authorities() {
    return authorities;
  }

  @Override
  public void close() {
    server.shutdownNow();
    handlers.shutdownNow();
    handlers.close();
    loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private final class Noting implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      authorities.add(String.valueOf(call.getAuthority()));
      return next.startCall(call, headers);
    }
  }
}
