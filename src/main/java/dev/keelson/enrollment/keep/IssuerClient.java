package dev.keelson.enrollment.keep;

import com.google.protobuf.ByteString;
import dev.keelson.issuer.v1.CertificateIssuerGrpc;
import dev.keelson.issuer.v1.CertificateIssuerGrpc.CertificateIssuerBlockingStub;
import dev.keelson.issuer.v1.ChainRequest;
import dev.keelson.issuer.v1.IssueRequest;
import dev.keelson.issuer.v1.IssueResponse;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Asks the issuer for a certificate, and for where its chain ends.
final class IssuerClient {
  /// A TPM of hardware may need a second for one signature, and others wait before us.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Channel channel;
  private final String profile;

  IssuerClient(Channel channel, String profile) {
    this.channel = channel;
    this.profile = profile;
  }

  Issued issue(byte[] csr) throws KeepException {
    var request =
        IssueRequest.newBuilder().setProfile(profile).setCsr(ByteString.copyFrom(csr)).build();
    try {
      IssueResponse answer = stub().issue(request);
      List<X509Certificate> chain = new ArrayList<>();
      chain.add(certificate(answer.getCertificate()));
      for (ByteString one : answer.getChainList()) {
        chain.add(certificate(one));
      }
      return new Issued(chain, root(), Instant.ofEpochSecond(answer.getRenewAt()));
    } catch (StatusRuntimeException e) {
      throw refusal(e.getStatus());
    }
  }

  X509Certificate root() throws KeepException {
    try {
      return certificate(stub().chain(ChainRequest.getDefaultInstance()).getRoot());
    } catch (StatusRuntimeException e) {
      throw refusal(e.getStatus());
    }
  }

  private CertificateIssuerBlockingStub stub() {
    return CertificateIssuerGrpc.newBlockingStub(channel)
        .withWaitForReady()
        .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static X509Certificate certificate(ByteString der) throws KeepException {
    try {
      return PairPem.certificate(der.toByteArray());
    } catch (MalformedPairException e) {
      throw new KeepException.IssuerFailed(
          "the issuer's answer cannot be used: " + e.getMessage(),
          "make sure that the daemon and this program are of one version: keelson version");
    }
  }

  private KeepException refusal(Status status) {
    String said = "the issuer says " + status.getCode() + ": " + status.getDescription();
    return switch (status.getCode()) {
      case PERMISSION_DENIED, UNAUTHENTICATED ->
          new KeepException.Denied(
              said,
              "add a rule for this user and the profile "
                  + profile
                  + " to issuer.allow of the daemon's configuration, or run this as the user whom"
                  + " a rule names");
      case UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED, CANCELLED ->
          new KeepException.IssuerAway(
              said, "it is tried again by itself; the token's state is in: keelson status");
      case FAILED_PRECONDITION ->
          new KeepException.IssuerFailed(
              said, "on the daemon's host: keelson ca show; the daemon's log says more");
      case UNIMPLEMENTED ->
          new KeepException.IssuerFailed(
              said, "name by --socket the issuer's socket, which is not that of the KMS");
      default ->
          new KeepException.IssuerFailed(
              said, "make sure that the daemon is of this version: keelson version");
    };
  }
}
