package dev.keelson.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Hears what a process tells its service manager, as systemd does.
public final class NotifySocket implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  private final String name;
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final MultiThreadIoEventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

  private NotifySocket(String name) {
    this.name = name;
  }

  public static NotifySocket at(Path path) throws Exception {
    return listening(path.toString(), new DomainSocketAddress(path.toString()));
  }

  static NotifySocket named(String name) throws Exception {
    return listening("@" + name, new DomainSocketAddress("\0" + name));
  }

  private static NotifySocket listening(String name, DomainSocketAddress address) throws Exception {
    var socket = new NotifySocket(name);
    var _ =
        new Bootstrap()
            .group(socket.loop)
            .channel(EpollDomainDatagramChannel.class)
            .handler(
                new SimpleChannelInboundHandler<DomainDatagramPacket>() {
                  @Override
                  protected void channelRead0(
                      ChannelHandlerContext context, DomainDatagramPacket packet) {
                    socket.heard.add(packet.content().toString(UTF_8));
                  }
                })
            .bind(address)
            .sync();
    return socket;
  }

  /// What leads a process here.
  ///
  /// @param watchdog how often it has to say that it is alive
  public Map<String, String> environment(Duration watchdog) {
    return Map.of("NOTIFY_SOCKET", name, "WATCHDOG_USEC", watchdog.toNanos() / 1_000 + "");
  }

  /// As this process would see the one who listens here.
  public ServiceManager manager(Duration watchdog) {
    return ServiceManager.in(environment(watchdog), ProcessHandle.current().pid());
  }

  /// Everything so far, in its order.
  public List<String> heard() {
    return List.copyOf(heard);
  }

  public long count(String message) {
    return heard.stream().filter(message::equals).count();
  }

  /// Returns when a message that begins so was the last of its kind.
  public String awaitStatus(String beginning) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < deadline) {
      String last = heard.stream().filter(one -> one.startsWith("STATUS=")).reduce("", (_, b) -> b);
      if (last.startsWith("STATUS=" + beginning)) {
        return last;
      }
      Thread.sleep(5);
    }
    throw new TimeoutException("no STATUS=" + beginning + " among " + heard);
  }

  /// Returns when the message was heard more often than that.
  public void await(String message, long times) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (count(message) <= times) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("not more than " + times + " " + message + " among " + heard);
      }
      Thread.sleep(5);
    }
  }

  @Override
  public void close() {
    loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
