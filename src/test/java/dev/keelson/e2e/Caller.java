package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import dev.keelson.host.UnixAddress;
import dev.keelson.host.UnixChannel;
import dev.keelson.host.UnixUnreachableException;
import dev.keelson.kms.Contract;
import dev.keelson.kms.v2.DecryptRequest;
import dev.keelson.kms.v2.EncryptRequest;
import dev.keelson.kms.v2.EncryptResponse;
import dev.keelson.kms.v2.KeyManagementServiceGrpc;
import dev.keelson.kms.v2.KeyManagementServiceGrpc.KeyManagementServiceBlockingStub;
import dev.keelson.kms.v2.StatusRequest;
import dev.keelson.kms.v2.StatusResponse;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// One connection to a daemon, as kube-apiserver has one. A call that gets no answer ends with
/// DEADLINE_EXCEEDED, which no test takes for a refusal.
public final class Caller implements AutoCloseable {
  public static final String UID = "7e2b7a52-2a2c-4f3e-9d3c-0a4c1f0e9b11";
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final UnixChannel channel;

  private Caller(UnixChannel channel) {
    this.channel = channel;
  }

  public static Caller at(UnixAddress address) throws UnixUnreachableException {
    return new Caller(UnixChannel.open(address, PATIENCE));
  }

  public Channel channel() {
    return channel.withAuthority(Contract.AUTHORITY);
  }

  public KeyManagementServiceBlockingStub stub() {
    return stub(Contract.AUTHORITY);
  }

  public KeyManagementServiceBlockingStub stub(String authority) {
    return KeyManagementServiceGrpc.newBlockingStub(channel.withAuthority(authority))
        .withDeadlineAfter(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  public StatusResponse status() {
    return stub().status(StatusRequest.getDefaultInstance());
  }

  public EncryptResponse seal(byte[] seed) {
    return seal(seed, UID);
  }

  public EncryptResponse seal(byte[] seed, String uid) {
    return stub()
        .encrypt(
            EncryptRequest.newBuilder()
                .setPlaintext(ByteString.copyFrom(seed))
                .setUid(uid)
                .build());
  }

  public byte[] open(EncryptResponse sealed) {
    return open(opening(sealed).build());
  }

  public byte[] open(DecryptRequest request) {
    return stub().decrypt(request).getPlaintext().toByteArray();
  }

  /// What kube-apiserver sends back of what it stored.
  public static DecryptRequest.Builder opening(EncryptResponse sealed) {
    return DecryptRequest.newBuilder()
        .setCiphertext(sealed.getCiphertext())
        .setKeyId(sealed.getKeyId())
        .putAllAnnotations(sealed.getAnnotationsMap())
        .setUid(UID);
  }

  public static Status refusal(ThrowingCallable call) {
    return assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(call)
        .actual()
        .getStatus();
  }

  @Override
  public void close() {
    channel.close();
  }
}
