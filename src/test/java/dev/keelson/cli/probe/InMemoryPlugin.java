package dev.keelson.cli.probe;

import com.google.protobuf.ByteString;
import dev.keelson.kms.v2.DecryptRequest;
import dev.keelson.kms.v2.DecryptResponse;
import dev.keelson.kms.v2.EncryptRequest;
import dev.keelson.kms.v2.EncryptResponse;
import dev.keelson.kms.v2.KeyManagementServiceGrpc.KeyManagementServiceImplBase;
import dev.keelson.kms.v2.StatusRequest;
import dev.keelson.kms.v2.StatusResponse;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A plugin that keeps the whole contract, with a key in memory: AES-256-GCM, the key_id
/// authenticated. Faulty plugins override one of its answers.
class InMemoryPlugin extends KeyManagementServiceImplBase {
  static final String KEY_ID = "test-1";
  private static final int IV_BYTES = 12;
  private static final int TAG_BITS = 128;

  final Queue<String> uids = new ConcurrentLinkedQueue<>();
  private final SecureRandom random = new SecureRandom();
  private final SecretKeySpec key = new SecretKeySpec(random(32), "AES");

  StatusResponse status() throws StatusException {
    return StatusResponse.newBuilder().setVersion("v2").setHealthz("ok").setKeyId(KEY_ID).build();
  }

  EncryptResponse encrypt(ByteString plaintext) throws StatusException {
    byte[] iv = random(IV_BYTES);
    byte[] sealed = gcm(Cipher.ENCRYPT_MODE, iv, plaintext.toByteArray());
    return EncryptResponse.newBuilder()
        .setCiphertext(ByteString.copyFrom(iv).concat(ByteString.copyFrom(sealed)))
        .setKeyId(KEY_ID)
        .putAnnotations("suite.kms.example.com", ByteString.copyFromUtf8("gcm"))
        .build();
  }

  ByteString decrypt(DecryptRequest request) throws StatusException {
    ByteString sealed = request.getCiphertext();
    if (!request.getKeyId().equals(KEY_ID) || sealed.size() < IV_BYTES) {
      throw Status.NOT_FOUND.asException();
    }
    byte[] iv = sealed.substring(0, IV_BYTES).toByteArray();
    return ByteString.copyFrom(
        gcm(Cipher.DECRYPT_MODE, iv, sealed.substring(IV_BYTES).toByteArray()));
  }

  @Override
  public void status(StatusRequest request, StreamObserver<StatusResponse> answer) {
    reply(answer, this::status);
  }

  @Override
  public void encrypt(EncryptRequest request, StreamObserver<EncryptResponse> answer) {
    uids.add(request.getUid());
    reply(answer, () -> encrypt(request.getPlaintext()));
  }

  @Override
  public void decrypt(DecryptRequest request, StreamObserver<DecryptResponse> answer) {
    uids.add(request.getUid());
    reply(answer, () -> DecryptResponse.newBuilder().setPlaintext(decrypt(request)).build());
  }

  private byte[] gcm(int mode, byte[] iv, byte[] text) throws StatusException {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, iv));
      cipher.updateAAD(KEY_ID.getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(text);
    } catch (GeneralSecurityException _) {
      throw Status.INVALID_ARGUMENT.asException();
    }
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private interface Answer<A> {
    A make() throws StatusException;
  }

  private static <A> void reply(StreamObserver<A> observer, Answer<A> answer) {
    try {
      observer.onNext(answer.make());
      observer.onCompleted();
    } catch (StatusException e) {
      observer.onError(e);
    }
  }
}
