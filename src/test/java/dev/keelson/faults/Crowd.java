package dev.keelson.faults;

import dev.keelson.e2e.Site;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/// Strangers who connect and say nothing.
record Crowd(UnixDomainSocketAddress address, List<SocketChannel> connected)
    implements AutoCloseable {
  static Crowd at(Site site) {
    return new Crowd(UnixDomainSocketAddress.of(site.socket()), new ArrayList<>());
  }

  void fill(int many) throws IOException {
    for (int i = 0; i < many; i++) {
      var stranger = SocketChannel.open(StandardProtocolFamily.UNIX);
      stranger.connect(address);
      connected.add(stranger);
    }
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel stranger : connected) {
      stranger.close();
    }
  }
}
