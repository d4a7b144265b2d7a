package dev.keelson.enrollment.keep;

import com.google.protobuf.ByteString;
import dev.keelson.host.SocketSettings;
import dev.keelson.host.UnixAddress;
import dev.keelson.host.UnixServer;
import dev.keelson.issuer.v1.CertificateIssuerGrpc.CertificateIssuerImplBase;
import dev.keelson.issuer.v1.ChainRequest;
import dev.keelson.issuer.v1.ChainResponse;
import dev.keelson.issuer.v1.IssueRequest;
import dev.keelson.issuer.v1.IssueResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/// The issuer as its contract says, on a real Unix socket, with its CA in software.
public final class SoftIssuer implements AutoCloseable {
  private static final String PROFILE = "kube-apiserver";

  private final SoftCa ca;
  private final InstantSource clock;
  private final AtomicInteger issued = new AtomicInteger();
  private final UnixAddress address;
  private final UnixServer server;
  private volatile Duration ttl = Duration.ofHours(24);
  private volatile Optional<Status> refusal = Optional.empty();
  private volatile Twist twist = (_, wish) -> wish;

  /// Makes an answer wrong.
  @FunctionalInterface
  public interface Twist {
    SoftCa.Wish of(PublicKey key, SoftCa.Wish wish) throws Exception;
  }

  private SoftIssuer(SoftCa ca, Path socket, InstantSource clock) throws Exception {
    this.ca = ca;
    this.clock = clock;
    this.address = new UnixAddress.File(socket);
    this.server = UnixServer.start(SocketSettings.privateAt(address), new Service());
  }

  public static SoftIssuer at(Path socket, SoftCa ca, InstantSource clock) throws Exception {
    return new SoftIssuer(ca, socket, clock);
  }

  public UnixAddress address() {
    return address;
  }

  public SoftIssuer withTtl(Duration life) {
    ttl = life;
    return this;
  }

  public void refuse(Optional<Status> with) {
    refusal = with;
  }

  public void twist(Twist how) {
    twist = how;
  }

  /// How many certificates it has signed.
  public int issued() {
    return issued.get();
  }

  @Override
  public void close() {
    server.close();
  }

  private final class Service extends CertificateIssuerImplBase {
    @Override
    public void issue(IssueRequest request, StreamObserver<IssueResponse> answer) {
      try {
        answer.onNext(answer(request));
        answer.onCompleted();
      } catch (Exception e) {
        answer.onError(Status.fromThrowable(e).asRuntimeException());
      }
    }

    private IssueResponse answer(IssueRequest request) throws Exception {
      if (refusal.isPresent()) {
        throw refusal.get().asException();
      }
      if (!request.getProfile().equals(PROFILE)) {
        throw Status.INVALID_ARGUMENT.withDescription("no such profile").asException();
      }
      var csr = new JcaPKCS10CertificationRequest(request.getCsr().toByteArray());
      PublicKey key = csr.getPublicKey();
      if (!csr.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
        throw Status.INVALID_ARGUMENT.withDescription("no proof of possession").asException();
      }
      Instant now = clock.instant();
      SoftCa.Wish wish = twist.of(key, SoftCa.Wish.client(now, ttl));
      X509Certificate signed = ca.issue(key, wish);
      issued.incrementAndGet();
      return IssueResponse.newBuilder()
          .setCertificate(ByteString.copyFrom(signed.getEncoded()))
          .addChain(ByteString.copyFrom(ca.issuing().getEncoded()))
          .setSerial(signed.getSerialNumber().toString(16))
          .setRenewAt(now.plus(ttl.dividedBy(2)).getEpochSecond())
          .build();
    }

    @Override
    public void chain(ChainRequest request, StreamObserver<ChainResponse> answer) {
      try {
        answer.onNext(
            ChainResponse.newBuilder()
                .addChain(ByteString.copyFrom(ca.issuing().getEncoded()))
                .setRoot(ByteString.copyFrom(ca.root().getEncoded()))
                .build());
        answer.onCompleted();
      } catch (Exception e) {
        answer.onError(Status.fromThrowable(e).asRuntimeException());
      }
    }
  }
}
