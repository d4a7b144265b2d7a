package dev.keelson.kms;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One call's line in the log, from its beginning to its result.
///
/// @param uid the API server's id of the call, or `?` when it is not of the form of one: what a
///   caller sends must not be able to write log lines of its own
/// @param began in nanoseconds of the system's own clock
record Deed(String name, String uid, long began) {
  private static final Logger LOG = LoggerFactory.getLogger(Deed.class);

  private static final Pattern UID = Pattern.compile("[0-9A-Za-z-]{1,64}");

  static Deed begin(String name, String uid) {
    return new Deed(name, UID.matcher(uid).matches() ? uid : "?", System.nanoTime());
  }

  void done(String keyId) {
    if (LOG.isInfoEnabled()) {
      LOG.info("{} uid={} key_id={} result=OK us={}", name, uid, keyId, micros());
    }
  }

  StatusRuntimeException refused(Status status) {
    LOG.warn(
        "{} uid={} result={} us={} cause=\"{}\"",
        name,
        uid,
        status.getCode(),
        micros(),
        status.getDescription());
    return status.asRuntimeException();
  }

  /// The log may say more than the caller learns.
  StatusRuntimeException failed(Status status, Throwable why) {
    if (why.getCause() == null) {
      return refused(status);
    }
    LOG.warn(
        "{} uid={} result={} us={} cause=\"{}\" because=\"{}\"",
        name,
        uid,
        status.getCode(),
        micros(),
        status.getDescription(),
        why.getCause().getMessage());
    return status.asRuntimeException();
  }

  private long micros() {
    return (System.nanoTime() - began) / 1_000;
  }
}
