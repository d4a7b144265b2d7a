package dev.keelson.enrollment;

import dev.keelson.issuer.IssuerException;
import io.grpc.Status;

/// Each way in which a request fails, as the status that its caller sees: whose turn it is to do
/// something.
final class Failures {
  private Failures() {}

  static Status status(IssuerException failure) {
    Status code =
        switch (failure) {
          case IssuerException.BadRequest _, IssuerException.KeyReused _ -> Status.INVALID_ARGUMENT;
          case IssuerException.UnknownProfile _ -> Status.PERMISSION_DENIED;
          case IssuerException.UnknownSerial _ -> Status.NOT_FOUND;
          case IssuerException.NoAuthority _ -> Status.FAILED_PRECONDITION;
          case IssuerException.SignerAway _,
              IssuerException.Unrecorded _,
              IssuerException.Unpublished _ ->
              Status.UNAVAILABLE;
          case IssuerException.Unfit _ -> Status.FAILED_PRECONDITION;
        };
    return code.withDescription(failure.getMessage() + "; " + failure.remedy());
  }

  static Status status(EnrollmentException failure) {
    Status code =
        switch (failure) {
          case EnrollmentException.NotPermitted _,
              EnrollmentException.NotAdministrator _,
              EnrollmentException.ProcessGone _ ->
              Status.PERMISSION_DENIED;
          case EnrollmentException.TooManyRequests _ -> Status.RESOURCE_EXHAUSTED;
        };
    return code.withDescription(failure.getMessage());
  }
}
