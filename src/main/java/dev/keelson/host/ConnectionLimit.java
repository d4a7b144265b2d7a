package dev.keelson.host;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hangs up on a user who has too many connections, before he can use up the descriptors. Each has
/// a number of his own, so that none keeps another out; users who may not call share one.
///
/// On the listening channel, whose thread is that of its connections, too.
final class ConnectionLimit extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionLimit.class);

  /// An API server has one.
  static final int PER_USER = 256;

  /// Not a uid: `(uid_t) -1` stands for none (setreuid(2)).
  private static final int STRANGERS = -1;

  private static final long PAUSE = Duration.ofMinutes(1).toNanos();

  private final PeerGate gate;
  private final Map<Integer, Integer> open = new HashMap<>();
  private long told = System.nanoTime() - PAUSE;

  ConnectionLimit(PeerGate gate) {
    this.gate = gate;
  }

  /// @param message the connection that was accepted
  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    var accepted = (EpollDomainSocketChannel) message;
    int uid = uid(accepted);
    int user = gate.admits(uid) ? uid : STRANGERS;
    if (open.getOrDefault(user, 0) >= PER_USER) {
      hangUp(accepted, uid);
      return;
    }
    open.merge(user, 1, Integer::sum);
    accepted.closeFuture().addListener(_ -> open.computeIfPresent(user, (_, n) -> less(n)));
    context.fireChannelRead(message);
  }

  private static Integer less(Integer count) {
    return count - 1;
  }

  /// One who is gone already is nobody.
  private static int uid(EpollDomainSocketChannel channel) {
    try {
      return Peer.of(channel).uid();
    } catch (IOException _) {
      return STRANGERS;
    }
  }

  private void hangUp(Channel accepted, int uid) {
    accepted.unsafe().closeForcibly();
    long now = System.nanoTime();
    if (now - told >= PAUSE) {
      told = now;
      LOG.warn(
          "hang-up uid={} cause=\"{} connections are open\" do=\"see whose they are: ss -xp\"",
          Integer.toUnsignedString(uid),
          PER_USER);
    }
  }
}
