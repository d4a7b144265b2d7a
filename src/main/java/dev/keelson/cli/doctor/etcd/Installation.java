package dev.keelson.cli.doctor.etcd;

import java.time.Instant;
import java.util.Optional;

/// What is examined: one member of etcd, and the API server beside it if there is one.
///
/// @param version of etcd, when something tells it
/// @param owner who has to own the PKI's files
record Installation(
    Program etcd,
    Optional<Program> apiserver,
    Optional<EtcdVersion> version,
    Instant now,
    Owner owner) {

  /// Numbers of a user and a group.
  record Owner(int uid, int gid) {
    static final Owner ROOT = new Owner(0, 0);
  }

  /// Whether the version is known and of before a release.
  boolean before(int major, int minor) {
    return version.isPresent() && !version.get().atLeast(major, minor);
  }
}
