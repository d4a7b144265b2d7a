package dev.keelson.ledger;

/// The process at the other end of the connection, as the kernel tells it.
public record Peer(long uid, long pid) {
  /// A deed of the daemon's own.
  public static final Peer NONE = new Peer(-1, -1);

  public Peer {
    boolean none = uid == -1 && pid == -1;
    if (!none && (uid < 0 || pid < 0)) {
      throw new IllegalArgumentException("uid and pid are not negative");
    }
  }
}
