package dev.keelson.cli.cert;

import dev.keelson.cli.DaemonAwayException;
import dev.keelson.cli.RefusedException;
import dev.keelson.enrollment.keep.KeepException;
import dev.keelson.issuer.v1.CertificateIssuerGrpc;
import dev.keelson.issuer.v1.CertificateIssuerGrpc.CertificateIssuerBlockingStub;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// The way of the commands that ask an issuer as an administrator.
@Command // or picocli would not take it for a mixin
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class IssuerOffice {
  private static final int PATIENCE_SECONDS = 30;

  @Mixin private SocketOption socket;

  /// One call.
  <A> A ask(Function<CertificateIssuerBlockingStub, A> call)
      throws DaemonAwayException, RefusedException {
    try (var visit = socket.socket().open()) {
      return call.apply(
          CertificateIssuerGrpc.newBlockingStub(visit.channel())
              .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS));
    } catch (KeepException.IssuerAway e) {
      throw new DaemonAwayException(e.what(), e.remedy());
    } catch (StatusRuntimeException e) {
      throw refusal(e.getStatus());
    }
  }

  private static RefusedException refusal(Status status) throws DaemonAwayException {
    String said = String.valueOf(status.getDescription());
    return switch (status.getCode()) {
      case UNAVAILABLE, DEADLINE_EXCEEDED ->
          throw new DaemonAwayException(said, "look at the daemon: keelson status");
      case PERMISSION_DENIED ->
          new RefusedException(said, "ask as a user whom issuer.admins names: sudo -u USER");
      default -> new RefusedException(said, "compare with: keelson cert list");
    };
  }
}
