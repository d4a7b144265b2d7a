package dev.keelson.enrollment.keep;

import dev.keelson.host.UnixAddress;
import dev.keelson.host.UnixChannel;
import dev.keelson.host.UnixUnreachableException;
import io.grpc.Channel;
import java.time.Duration;

/// The way to an issuer's socket, as the command goes it.
record SoftDoor(UnixAddress address) implements IssuerDoor {
  @Override
  public Visit open() throws KeepException.IssuerAway {
    try {
      UnixChannel channel = UnixChannel.open(address, Duration.ofSeconds(5));
      return new Visit() {
        @Override
        public Channel channel() {
          return channel.withAuthority("localhost");
        }

        @Override
        public void close() {
          channel.close();
        }
      };
    } catch (UnixUnreachableException e) {
      throw new KeepException.IssuerAway(e.what(), e.remedy());
    }
  }
}
