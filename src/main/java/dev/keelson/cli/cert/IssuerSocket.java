package dev.keelson.cli.cert;

import dev.keelson.enrollment.keep.IssuerDoor;
import dev.keelson.enrollment.keep.KeepException;
import dev.keelson.host.UnixAddress;
import dev.keelson.host.UnixChannel;
import dev.keelson.host.UnixUnreachableException;
import io.grpc.Channel;
import java.time.Duration;

/// The way to the issuer: its Unix socket.
public record IssuerSocket(UnixAddress address) implements IssuerDoor {
  private static final String AUTHORITY = "localhost";
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Override
  public Visit open() throws KeepException.IssuerAway {
    try {
      return new Connected(UnixChannel.open(address, PATIENCE));
    } catch (UnixUnreachableException e) {
      throw new KeepException.IssuerAway(
          "the issuer cannot be reached at " + address + ": " + e.what(),
          "see that it runs, systemctl status keelson, that issuer.socket of its configuration is"
              + " this socket, and that this user may connect: namei -l "
              + address.toString().replace("unix://", ""));
    }
  }

  private record Connected(UnixChannel open) implements Visit {
    @Override
    public Channel channel() {
      return open.withAuthority(AUTHORITY);
    }

    @Override
    public void close() {
      open.close();
    }
  }
}
