package dev.keelson.kms;

import com.google.protobuf.ByteString;
import dev.keelson.health.Health;
import dev.keelson.health.Verdict;
import dev.keelson.kek.KekException;
import dev.keelson.kek.Keyring;
import dev.keelson.kek.Keyring.Sealed;
import dev.keelson.kms.v2.DecryptRequest;
import dev.keelson.kms.v2.DecryptResponse;
import dev.keelson.kms.v2.EncryptRequest;
import dev.keelson.kms.v2.EncryptResponse;
import dev.keelson.kms.v2.KeyManagementServiceGrpc.KeyManagementServiceImplBase;
import dev.keelson.kms.v2.StatusRequest;
import dev.keelson.kms.v2.StatusResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Optional;

/// KMS v2 over a keyring. Status is answered at once, on the thread that asks, however much there
/// is to do; Encrypt and Decrypt wait for the token on threads of their own.
public final class KmsService extends KeyManagementServiceImplBase implements AutoCloseable {
  private final Keyring keyring;
  private final Health health;
  private final Handlers handlers = new Handlers();

  public KmsService(Keyring keyring, Health health) {
    this.keyring = keyring;
    this.health = health;
  }

  /// A gRPC error rather than a `healthz` text when the token is in trouble: on the error the API
  /// server stops writing after three minutes, on the text it goes on for ever with a seed that
  /// nobody may be able to open (kubernetes/kubernetes#138950).
  @Override
  public void status(StatusRequest request, StreamObserver<StatusResponse> answer) {
    switch (health.verdict()) {
      case Verdict.Good() -> {
        answer.onNext(
            StatusResponse.newBuilder()
                .setVersion(Contract.VERSION)
                .setHealthz(Contract.HEALTHY)
                .setKeyId(keyring.active().id().toString())
                .build());
        answer.onCompleted();
      }
      case Verdict.Bad(var condition) ->
          answer.onError(Status.UNAVAILABLE.withDescription(condition.what()).asRuntimeException());
    }
  }

  @Override
  public void encrypt(EncryptRequest request, StreamObserver<EncryptResponse> answer) {
    handlers.begin(answer, () -> seal(request, answer));
  }

  private void seal(EncryptRequest request, StreamObserver<EncryptResponse> answer) {
    var deed = Deed.begin("encrypt", request.getUid());
    try {
      Sealed sealed = keyring.seal(request.getPlaintext().toByteArray());
      answer.onNext(
          EncryptResponse.newBuilder()
              .setKeyId(sealed.by().toString())
              .setCiphertext(ByteString.copyFrom(sealed.ciphertext()))
              .build());
      answer.onCompleted();
      deed.done(sealed.by().toString());
    } catch (KekException e) {
      answer.onError(deed.failed(Failures.status(e), e));
    }
  }

  @Override
  public void decrypt(DecryptRequest request, StreamObserver<DecryptResponse> answer) {
    handlers.begin(answer, () -> open(request, answer));
  }

  private void open(DecryptRequest request, StreamObserver<DecryptResponse> answer) {
    var deed = Deed.begin("decrypt", request.getUid());
    Optional<String> fault = Contract.faultOfAnnotations(request.getAnnotationsMap());
    if (fault.isPresent()) {
      answer.onError(deed.refused(Status.INVALID_ARGUMENT.withDescription(fault.get())));
      return;
    }
    try {
      byte[] ciphertext = request.getCiphertext().toByteArray();
      ByteString plaintext = keyring.open(request.getKeyId(), ciphertext, ByteString::copyFrom);
      answer.onNext(DecryptResponse.newBuilder().setPlaintext(plaintext).build());
      answer.onCompleted();
      deed.done(request.getKeyId());
    } catch (KekException e) {
      answer.onError(deed.failed(Failures.status(e), e));
    }
  }

  /// Interrupts what still waits.
  @Override
  public void close() {
    handlers.close();
  }
}
