package dev.keelson.host;

import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.PeerCredentials;
import java.io.IOException;

/// Who is at the other end of a Unix socket, as the kernel knew it at connect time (`SO_PEERCRED`,
/// unix(7)): it cannot be forged, but the process may since have exec'ed another program.
public record Peer(int uid, int gid, int pid) {
  static Peer of(EpollDomainSocketChannel channel) throws IOException {
    PeerCredentials peer = channel.peerCredentials();
    int[] gids = peer.gids();
    return new Peer(peer.uid(), gids.length > 0 ? gids[0] : -1, peer.pid());
  }

  /// This process itself, as others see it.
  public static Peer ofThisProcess() {
    return new Peer(OwnUser.uid(), OwnUser.gid(), (int) ProcessHandle.current().pid());
  }
}
