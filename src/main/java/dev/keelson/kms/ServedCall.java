package dev.keelson.kms;

import dev.keelson.kek.KekException;
import dev.keelson.ledger.Call;
import dev.keelson.ledger.Deed;
import dev.keelson.ledger.DeedKind;
import dev.keelson.ledger.Details;
import dev.keelson.ledger.LedgerException;
import dev.keelson.ledger.Peer;
import dev.keelson.ledger.Result;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One call's line in the log and its entry in the ledger, from its beginning to its result.
///
/// @param uid the API server's id of the call, or `?` when it is not of the form of one: what a
///   caller sends must not be able to write log lines of its own
/// @param began in nanoseconds of the system's own clock
record ServedCall(DeedKind kind, String uid, Peer peer, Records records, long began) {
  private static final Logger LOG = LoggerFactory.getLogger(ServedCall.class);

  private static final Pattern UID = Pattern.compile("[0-9A-Za-z-]{1,64}");

  static ServedCall begin(DeedKind kind, String uid, Records records) {
    String clean = UID.matcher(uid).matches() ? uid : "?";
    return new ServedCall(kind, clean, records.caller().get(), records, System.nanoTime());
  }

  /// A seed was sealed, which is not to be told before it is recorded.
  void sealed(String keyId) throws LedgerException {
    records.seals().record(entry(keyId, Result.OK));
    say(keyId);
  }

  void opened(String keyId) {
    recordIfPossible(keyId, Result.OK);
    say(keyId);
  }

  /// For debugging alone: what went well is in the ledger, and a log that is slow to take lines
  /// holds up nobody.
  private void say(String keyId) {
    if (LOG.isDebugEnabled()) {
      LOG.debug("{} uid={} key_id={} result=OK us={}", kind.word(), uid, keyId, micros());
    }
  }

  /// @param keyId that the caller named; empty when it named none
  StatusRuntimeException refused(Status status, String keyId) {
    recordIfPossible(keyId, Result.BAD_REQUEST);
    return told(status);
  }

  private StatusRuntimeException told(Status status) {
    LOG.warn(
        "{} uid={} result={} us={} cause=\"{}\"",
        kind.word(),
        uid,
        status.getCode(),
        micros(),
        status.getDescription());
    return status.asRuntimeException();
  }

  /// The log may say more than the caller learns.
  StatusRuntimeException failed(KekException why, String keyId) {
    recordIfPossible(keyId, Failures.result(why));
    Status status = Failures.status(why);
    if (why.getCause() == null) {
      return told(status);
    }
    LOG.warn(
        "{} uid={} result={} us={} cause=\"{}\" because=\"{}\"",
        kind.word(),
        uid,
        status.getCode(),
        micros(),
        status.getDescription(),
        why.getCause().getMessage());
    return status.asRuntimeException();
  }

  StatusRuntimeException unrecorded(LedgerException why) {
    return told(
        Status.UNAVAILABLE.withDescription("the ledger takes no entry: " + why.getMessage()));
  }

  private void recordIfPossible(String keyId, Result result) {
    try {
      records.others().record(entry(keyId, result));
    } catch (LedgerException e) {
      LOG.warn("ledger result=failed cause=\"{}\"", e.getMessage());
    }
  }

  private Deed entry(String keyId, Result result) {
    return Deed.of(kind, Details.NONE)
        .on(new Call(uid, peer, keyId))
        .ended(result, Duration.ofNanos(System.nanoTime() - began));
  }

  private long micros() {
    return (System.nanoTime() - began) / 1_000;
  }
}
