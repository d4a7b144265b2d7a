package dev.keelson.cli.doctor.etcd;

import java.util.List;

/// A published fault of etcd, and the first release of each line that is without it.
///
/// @param fixed in ascending order; every later line is without it too
record Advisory(String id, String harm, List<EtcdVersion> fixed) {
  static final Advisory CRL_NOT_CHECKED =
      new Advisory(
          "GHSA-3wh4-j44w-pg92",
          "with --listen-client-http-urls, gRPC clients are not held against the revocation list",
          List.of(new EtcdVersion(3, 5, 32), new EtcdVersion(3, 6, 13), new EtcdVersion(3, 7, 0)));

  static final Advisory NO_HANDSHAKE_TIMEOUT =
      new Advisory(
          "GHSA-6vch-q96h-7gc3",
          "a connection that never speaks is never closed, so whoever reaches a port can exhaust"
              + " the memory",
          List.of(new EtcdVersion(3, 5, 33), new EtcdVersion(3, 6, 14), new EtcdVersion(3, 7, 1)));

  boolean affects(EtcdVersion version) {
    return fixed.stream()
        .filter(one -> one.major() == version.major() && one.minor() == version.minor())
        .findFirst()
        .map(one -> version.compareTo(one) < 0)
        .orElse(version.compareTo(fixed.getLast()) < 0);
  }

  String remedy() {
    return "upgrade to one of " + String.join(", ", fixed.stream().map(String::valueOf).toList());
  }
}
