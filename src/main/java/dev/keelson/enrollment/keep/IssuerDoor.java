package dev.keelson.enrollment.keep;

import io.grpc.Channel;

/// The way to the issuer: a renewal comes a few times a day, so each opens a connection of its own.
@FunctionalInterface
public interface IssuerDoor {
  /// Connects.
  ///
  /// @throws KeepException.IssuerAway when nobody answers
  Visit open() throws KeepException.IssuerAway;

  /// One open connection.
  interface Visit extends AutoCloseable {
    /// The gRPC channel to call on.
    Channel channel();

    @Override
    void close();
  }
}
