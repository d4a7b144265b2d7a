package dev.keelson.host;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where a service listens and who may call it.
///
/// @param address the socket
/// @param mode permissions of the socket's file
/// @param group the group of the socket's file; the daemon's own when empty
/// @param uids numeric ids of the users who may call; the daemon's own and root when empty
/// @param list the keys of the configuration that name the uids, for the log
/// @param detail what the socket learns of its callers
public record SocketSettings(
    UnixAddress address,
    Set<PosixFilePermission> mode,
    Optional<String> group,
    Set<Integer> uids,
    String list,
    CallerDetail detail) {
  public static final Set<PosixFilePermission> DEFAULT_MODE =
      PosixFilePermissions.fromString("rw-------");

  public SocketSettings {
    mode = Set.copyOf(mode);
    uids = Set.copyOf(uids);
  }

  /// A socket of the section `socket`, which knows its callers by their users.
  public SocketSettings(
      UnixAddress address,
      Set<PosixFilePermission> mode,
      Optional<String> group,
      Set<Integer> uids) {
    this(address, mode, group, uids, "socket.allow-uids", CallerDetail.USER);
  }

  /// The same, but it knows its callers by their processes too.
  ///
  /// @param list the keys of the configuration that name the uids, for the log
  public SocketSettings knowingProcesses(String list) {
    return new SocketSettings(address, mode, group, uids, list, CallerDetail.PROCESS);
  }

  /// A socket for the daemon's own user and root alone.
  public static SocketSettings privateAt(UnixAddress address) {
    return new SocketSettings(address, DEFAULT_MODE, Optional.empty(), Set.of());
  }

  /// The uids that may call: those configured, else the daemon's own and root's.
  Set<Integer> callers() {
    return uids.isEmpty()
        ? Stream.of(0, OwnUser.uid()).collect(Collectors.toUnmodifiableSet())
        : uids;
  }
}
