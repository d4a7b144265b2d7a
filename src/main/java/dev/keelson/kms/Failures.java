package dev.keelson.kms;

import dev.keelson.kek.KekException;
import dev.keelson.ledger.Result;
import io.grpc.Status;

/// Each way in which a key fails, as the status that its caller sees. kube-apiserver does not act
/// on the code, but shows it in `apiserver_envelope_encryption_kms_operations_latency_seconds`.
final class Failures {
  private Failures() {}

  static Status status(KekException failure) {
    Status code =
        switch (failure) {
          case KekException.BadSeed _, KekException.Tampered _ -> Status.INVALID_ARGUMENT;
          case KekException.UnknownKek _ -> Status.NOT_FOUND;
          case KekException.TokenTrouble _ -> Status.UNAVAILABLE;
          case KekException.Overloaded _ -> Status.RESOURCE_EXHAUSTED;
          case KekException.TooLate _ -> Status.DEADLINE_EXCEEDED;
          case KekException.CallerGone _ -> Status.CANCELLED;
        };
    return code.withDescription(failure.getMessage());
  }

  /// The same, for the ledger.
  static Result result(KekException failure) {
    return switch (failure) {
      case KekException.BadSeed _ -> Result.BAD_REQUEST;
      case KekException.Tampered _ -> Result.TAMPERED;
      case KekException.UnknownKek _ -> Result.UNKNOWN_KEY;
      case KekException.TokenTrouble _ -> Result.UNAVAILABLE;
      case KekException.Overloaded _ -> Result.OVERLOADED;
      case KekException.TooLate _ -> Result.TOO_LATE;
      case KekException.CallerGone _ -> Result.CALLER_GONE;
    };
  }
}
