package dev.keelson.host;

/// Who is at the other end of a Unix socket, as the kernel knew it at connect time (`SO_PEERCRED`,
/// unix(7)): it cannot be forged, but the process may since have exec'ed another program.
public record Peer(int uid, int gid, int pid) {}
