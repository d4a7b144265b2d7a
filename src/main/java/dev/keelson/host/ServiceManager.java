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
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who started this process and wants to know when it serves (sd_notify(3)): systemd, for a unit of
/// `Type=notify`.
public final class ServiceManager {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);
  private static final long PATIENCE_SECONDS = 5;

  private final Optional<String> socket;
  private final Optional<Duration> watchdog;

  private ServiceManager(Optional<String> socket, Optional<Duration> watchdog) {
    this.socket = socket;
    this.watchdog = watchdog;
  }

  /// Nobody, when nobody asked to be told.
  public static ServiceManager ofThisProcess() {
    return in(System.getenv(), ProcessHandle.current().pid());
  }

  /// @param pid of this process, since a child inherits an environment that is not about it
  static ServiceManager in(Map<String, String> environment, long pid) {
    return new ServiceManager(
        Optional.ofNullable(environment.get("NOTIFY_SOCKET")).filter(name -> !name.isEmpty()),
        Optional.ofNullable(environment.get("WATCHDOG_USEC"))
            .filter(text -> text.matches("[1-9][0-9]{0,17}"))
            .filter(_ -> isFor(environment.get("WATCHDOG_PID"), pid))
            .map(text -> Duration.of(Long.parseLong(text), ChronoUnit.MICROS)));
  }

  private static boolean isFor(@Nullable String watched, long pid) {
    return watched == null || watched.equals(Long.toString(pid));
  }

  static ServiceManager at(Optional<String> socket) {
    return new ServiceManager(socket, Optional.empty());
  }

  /// Whether anybody listens.
  public boolean isThere() {
    return socket.isPresent();
  }

  /// How often at least it wants to hear that this process is alive (sd_watchdog_enabled(3)); empty
  /// when it does not kill one that is silent.
  public Optional<Duration> watchdog() {
    return socket.flatMap(_ -> watchdog);
  }

  /// Says that whoever waits for this process can go on.
  public void ready() {
    send("READY=1");
  }

  /// Says that this process reads its configuration again; [#ready()] ends that.
  public void reloading() {
    // systemd tells by the time which READY=1 is the answer (sd_notify(3)).
    send("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1_000);
  }

  /// Says how this process is, to whom `systemctl status` is asked by.
  ///
  /// @param line without a secret; of several lines the rest would be read as messages
  public void status(String line) {
    send("STATUS=" + line.replaceAll("\\p{Cntrl}+", " "));
  }

  /// Says that this process is alive, which it has to be sure of.
  public void alive() {
    send("WATCHDOG=1");
  }

  /// Says that this process begins to end.
  public void stopping() {
    send("STOPPING=1");
  }

  private void send(String message) {
    socket.ifPresent(name -> send(name, message));
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
