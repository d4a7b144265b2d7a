package dev.keelson.host;

import io.grpc.Context;
import java.util.Optional;

/// Who makes the call that this thread begins to serve; known on the socket's own thread alone.
public final class CurrentCaller {
  static final Context.Key<Peer> PEER = Context.key("peer");
  static final Context.Key<PeerProcess> PROCESS = Context.key("process");

  private CurrentCaller() {}

  public static Optional<Peer> peer() {
    return Optional.ofNullable(PEER.get());
  }

  /// Its process; empty on a socket that learns of users alone ([CallerDetail]).
  public static Optional<PeerProcess> process() {
    return Optional.ofNullable(PROCESS.get());
  }
}
