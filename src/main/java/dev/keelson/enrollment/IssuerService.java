package dev.keelson.enrollment;

import com.google.protobuf.ByteString;
import dev.keelson.host.Handlers;
import dev.keelson.issuer.Authority;
import dev.keelson.issuer.Crl;
import dev.keelson.issuer.Issued;
import dev.keelson.issuer.IssuedCertificate;
import dev.keelson.issuer.Issuer;
import dev.keelson.issuer.IssuerException;
import dev.keelson.issuer.ProfileName;
import dev.keelson.issuer.Serial;
import dev.keelson.issuer.v1.CertificateIssuerGrpc.CertificateIssuerImplBase;
import dev.keelson.issuer.v1.ChainRequest;
import dev.keelson.issuer.v1.ChainResponse;
import dev.keelson.issuer.v1.IssueRequest;
import dev.keelson.issuer.v1.IssueResponse;
import dev.keelson.issuer.v1.ListRequest;
import dev.keelson.issuer.v1.ListResponse;
import dev.keelson.issuer.v1.RevokeRequest;
import dev.keelson.issuer.v1.RevokeResponse;
import dev.keelson.ledger.Peer;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;

/// The issuer's gRPC: asks the rules who may have what, and translates. Whatever waits for a token
/// waits on a thread of its own.
public final class IssuerService extends CertificateIssuerImplBase implements AutoCloseable {
  private static final int MAX_REASON = 256;

  private final Issuer issuer;
  private volatile Admission admission;
  private final Callers callers;
  private final Handlers handlers = new Handlers();

  /// Who makes the call that the asking thread begins to serve.
  public interface Callers {
    /// The caller.
    ///
    /// @throws EnrollmentException.ProcessGone when the process that connected is no more
    Caller current() throws EnrollmentException.ProcessGone;
  }

  public IssuerService(Issuer issuer, Admission admission, Callers callers) {
    this.issuer = issuer;
    this.admission = admission;
    this.callers = callers;
  }

  /// Asks these rules from the next request on.
  public void take(Admission admission) {
    this.admission = admission;
  }

  private interface Work<A> {
    A done(Caller caller) throws EnrollmentException, IssuerException;
  }

  private <A> void answer(StreamObserver<A> answer, Work<A> work) {
    Caller caller;
    try {
      caller = callers.current();
    } catch (EnrollmentException.ProcessGone e) {
      answer.onError(Failures.status(e).asRuntimeException());
      return;
    }
    handlers.begin(
        answer,
        () -> {
          try {
            answer.onNext(work.done(caller));
            answer.onCompleted();
          } catch (EnrollmentException e) {
            answer.onError(Failures.status(e).asRuntimeException());
          } catch (IssuerException e) {
            answer.onError(Failures.status(e).asRuntimeException());
          } catch (IllegalArgumentException e) {
            answer.onError(
                Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
          }
        });
  }

  @Override
  public void issue(IssueRequest request, StreamObserver<IssueResponse> answer) {
    answer(
        answer,
        caller -> {
          var profile = new ProfileName(request.getProfile());
          admission.requireMayHave(caller, profile);
          return response(issuer.issue(profile, request.getCsr().toByteArray(), peer(caller)));
        });
  }

  private static Peer peer(Caller caller) {
    return new Peer(caller.uid(), caller.pid());
  }

  private static IssueResponse response(Issued issued) {
    var response =
        IssueResponse.newBuilder()
            .setCertificate(der(issued.certificate()))
            .setSerial(issued.serial().toString())
            .setRenewAt(issued.renewAt().getEpochSecond());
    issued.authority().chain().forEach(one -> response.addChain(der(one)));
    return response.build();
  }

  @Override
  public void chain(ChainRequest request, StreamObserver<ChainResponse> answer) {
    answer(
        answer,
        _ -> {
          Authority authority = issuer.authority();
          var response = ChainResponse.newBuilder().setRoot(der(authority.root()));
          authority.chain().forEach(one -> response.addChain(der(one)));
          issuer.crl().ifPresent(crl -> response.setCrl(ByteString.copyFrom(crl.der())));
          return response.build();
        });
  }

  @Override
  public void revoke(RevokeRequest request, StreamObserver<RevokeResponse> answer) {
    answer(
        answer,
        caller -> {
          admission.requireAdministrator(caller);
          if (request.getReason().length() > MAX_REASON) {
            throw new IllegalArgumentException(
                "a reason has at most " + MAX_REASON + " characters");
          }
          return revoked(request, peer(caller));
        });
  }

  private RevokeResponse revoked(RevokeRequest request, Peer by) throws IssuerException {
    if (request.getUnknown()) {
      var serial = Serial.parse(request.getSerial());
      return response(List.of(serial), issuer.revokeUnknown(serial, request.getReason(), by));
    }
    List<IssuedCertificate> which = issuer.find(selection(request));
    Crl crl = issuer.revoke(which, request.getReason(), by);
    return response(which.stream().map(IssuedCertificate::serial).toList(), crl);
  }

  private static Issuer.Selection selection(RevokeRequest request) {
    return switch (request.getWhichCase()) {
      case SERIAL -> new Issuer.Selection.OfSerial(Serial.parse(request.getSerial()));
      case SUBJECT -> new Issuer.Selection.OfSubject(request.getSubject());
      case WHICH_NOT_SET -> throw new IllegalArgumentException("name a serial or a subject");
    };
  }

  private static RevokeResponse response(List<Serial> serials, Crl crl) {
    var response = RevokeResponse.newBuilder().setCrlNumber(crl.number().toString());
    serials.forEach(one -> response.addSerials(one.toString()));
    return response.build();
  }

  @Override
  public void list(ListRequest request, StreamObserver<ListResponse> answer) {
    answer(
        answer,
        caller -> {
          admission.requireAdministrator(caller);
          var response = ListResponse.newBuilder();
          issuer.list().forEach(one -> response.addCertificates(row(one)));
          return response.build();
        });
  }

  private static dev.keelson.issuer.v1.IssuedCertificate row(IssuedCertificate one) {
    return dev.keelson.issuer.v1.IssuedCertificate.newBuilder()
        .setSerial(one.serial().toString())
        .setProfile(one.profile().toString())
        .setSubject(one.subject())
        .setUid((int) one.uid())
        .setNotBefore(one.notBefore().getEpochSecond())
        .setNotAfter(one.notAfter().getEpochSecond())
        .setState(
            switch (one.state()) {
              case UNKNOWN -> dev.keelson.issuer.v1.IssuedCertificate.State.UNKNOWN;
              case ISSUED -> dev.keelson.issuer.v1.IssuedCertificate.State.ISSUED;
              case REVOKED -> dev.keelson.issuer.v1.IssuedCertificate.State.REVOKED;
            })
        .setKeySha256(one.keySha256())
        .build();
  }

  private static ByteString der(X509Certificate one) {
    try {
      return ByteString.copyFrom(one.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was parsed encodes", e);
    }
  }

  /// Interrupts what still waits.
  @Override
  public void close() {
    handlers.close();
  }
}
