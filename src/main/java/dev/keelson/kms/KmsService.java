package dev.keelson.kms;

import com.google.protobuf.ByteString;
import dev.keelson.health.Health;
import dev.keelson.health.Verdict;
import dev.keelson.host.Handlers;
import dev.keelson.kek.Annotation;
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
import dev.keelson.ledger.DeedKind;
import dev.keelson.ledger.LedgerException;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Optional;

/// KMS v2 over a keyring. Status is answered at once, on the thread that asks, however much there
/// is to do; Encrypt and Decrypt wait for the token on threads of their own.
public final class KmsService extends KeyManagementServiceImplBase implements AutoCloseable {
  private final Keyring keyring;
  private final Health health;
  private final Records records;
  private final Handlers handlers = new Handlers();

  public KmsService(Keyring keyring, Health health, Records records) {
    this.keyring = keyring;
    this.health = health;
    this.records = records;
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
    var call = ServedCall.begin(DeedKind.ENCRYPT, request.getUid(), records);
    handlers.begin(answer, () -> seal(call, request, answer));
  }

  private void seal(
      ServedCall call, EncryptRequest request, StreamObserver<EncryptResponse> answer) {
    try {
      Sealed sealed = keyring.seal(request.getPlaintext().toByteArray());
      call.sealed(sealed.by().toString());
      answer.onNext(response(sealed));
      answer.onCompleted();
    } catch (KekException e) {
      answer.onError(call.failed(e, ""));
    } catch (LedgerException e) {
      answer.onError(call.unrecorded(e));
    }
  }

  private static EncryptResponse response(Sealed sealed) {
    var response =
        EncryptResponse.newBuilder()
            .setKeyId(sealed.by().toString())
            .setCiphertext(ByteString.copyFrom(sealed.ciphertext()));
    for (Annotation one : sealed.annotations()) {
      response.putAnnotations(one.name(), ByteString.copyFrom(one.bytes()));
    }
    return response.build();
  }

  @Override
  public void decrypt(DecryptRequest request, StreamObserver<DecryptResponse> answer) {
    var call = ServedCall.begin(DeedKind.DECRYPT, request.getUid(), records);
    handlers.begin(answer, () -> open(call, request, answer));
  }

  private void open(
      ServedCall call, DecryptRequest request, StreamObserver<DecryptResponse> answer) {
    String keyId = request.getKeyId();
    Optional<String> fault = Contract.faultOfAnnotations(request.getAnnotationsMap());
    if (fault.isPresent()) {
      answer.onError(call.refused(Status.INVALID_ARGUMENT.withDescription(fault.get()), keyId));
      return;
    }
    try {
      byte[] ciphertext = request.getCiphertext().toByteArray();
      ByteString plaintext = keyring.open(keyId, ciphertext, ByteString::copyFrom);
      answer.onNext(DecryptResponse.newBuilder().setPlaintext(plaintext).build());
      answer.onCompleted();
      call.opened(keyId);
    } catch (KekException e) {
      answer.onError(call.failed(e, keyId));
    }
  }

  /// Interrupts what still waits.
  @Override
  public void close() {
    handlers.close();
  }
}
