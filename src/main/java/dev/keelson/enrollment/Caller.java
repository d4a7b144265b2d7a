package dev.keelson.enrollment;

import java.util.Optional;

/// Who is at the other end of the socket.
public record Caller(long uid, long gid, int pid, Optional<String> unit) {}
