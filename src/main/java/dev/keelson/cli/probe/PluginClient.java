package dev.keelson.cli.probe;

import com.google.protobuf.UnsafeByteOperations;
import dev.keelson.host.UnixChannel;
import dev.keelson.kms.Contract;
import dev.keelson.kms.v2.DecryptRequest;
import dev.keelson.kms.v2.DecryptResponse;
import dev.keelson.kms.v2.EncryptRequest;
import dev.keelson.kms.v2.EncryptResponse;
import dev.keelson.kms.v2.KeyManagementServiceGrpc;
import dev.keelson.kms.v2.KeyManagementServiceGrpc.KeyManagementServiceBlockingStub;
import dev.keelson.kms.v2.KeyManagementServiceGrpc.KeyManagementServiceStub;
import dev.keelson.kms.v2.StatusRequest;
import dev.keelson.kms.v2.StatusResponse;
import dev.keelson.secret.SecretBytes;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Calls a plugin the way kube-apiserver does (kmsv2/grpc_service.go): one connection,
/// WaitForReady, a deadline for each call, a uid in each request that has the field.
public final class PluginClient {
  private final UnixChannel channel;
  private final Duration timeout;
  private final SecureRandom random;
  private final Uids uids;
  private final KeyManagementServiceBlockingStub usual;
  private final KeyManagementServiceStub unblocked;

  /// @param random makes the seeds and the uids
  public PluginClient(UnixChannel channel, ProbeSettings settings, SecureRandom random) {
    this.channel = channel;
    this.timeout = settings.timeout();
    this.random = random;
    this.uids = new Uids(random);
    this.usual = stub(settings.authority());
    this.unblocked =
        KeyManagementServiceGrpc.newStub(channel.withAuthority(settings.authority()))
            .withWaitForReady()
            .withExecutor(Runnable::run);
  }

  public StatusResponse status() throws CallFailedException {
    return status(usual);
  }

  StatusResponse statusAs(String authority) throws CallFailedException {
    return status(stub(authority));
  }

  private StatusResponse status(KeyManagementServiceBlockingStub stub) throws CallFailedException {
    try {
      return inTime(stub).status(StatusRequest.getDefaultInstance());
    } catch (StatusRuntimeException e) {
      throw failure("Status", e.getStatus(), ": " + e.getStatus().getDescription());
    }
  }

  /// A fresh seed, sealed. The caller closes it.
  SealedSeed sealFresh() throws CallFailedException {
    SecretBytes seed = freshSeed();
    try {
      return new SealedSeed(seed, encrypt(seed));
    } catch (CallFailedException e) {
      seed.close();
      throw e;
    }
  }

  SecretBytes freshSeed() {
    byte[] bytes = new byte[Contract.SEED_BYTES];
    random.nextBytes(bytes);
    return SecretBytes.takeOver(bytes);
  }

  public EncryptResponse encrypt(SecretBytes seed) throws CallFailedException {
    EncryptRequest request = encryptRequest(seed);
    return aboutSeed("Encrypt", request.getUid(), () -> inTime(usual).encrypt(request));
  }

  /// What the plugin opens. The caller closes it.
  public SecretBytes decrypt(EncryptResponse sealed) throws CallFailedException {
    DecryptRequest request = decryptRequest(sealed);
    var answer = aboutSeed("Decrypt", request.getUid(), () -> inTime(usual).decrypt(request));
    return SecretBytes.takeOver(answer.getPlaintext().toByteArray());
  }

  /// Returns at once.
  public void encrypt(SecretBytes seed, Reply<EncryptResponse> reply) {
    inTime(unblocked).encrypt(encryptRequest(seed), Reply.observer(reply));
  }

  /// Returns at once. What the plugin opened is the `plaintext`.
  public void decrypt(EncryptResponse sealed, Reply<DecryptResponse> reply) {
    inTime(unblocked).decrypt(decryptRequest(sealed), Reply.observer(reply));
  }

  private EncryptRequest encryptRequest(SecretBytes seed) {
    // wrapped, not copied: zeroing the seed zeroes the message as well
    return EncryptRequest.newBuilder()
        .setPlaintext(UnsafeByteOperations.unsafeWrap(seed.revealBytes()))
        .setUid(uids.next())
        .build();
  }

  private DecryptRequest decryptRequest(EncryptResponse sealed) {
    return DecryptRequest.newBuilder()
        .setCiphertext(sealed.getCiphertext())
        .setKeyId(sealed.getKeyId())
        .putAllAnnotations(sealed.getAnnotationsMap())
        .setUid(uids.next())
        .build();
  }

  private <A> A aboutSeed(String rpc, String uid, Supplier<A> call) throws CallFailedException {
    try {
      return call.get();
    } catch (StatusRuntimeException e) {
      throw failure(rpc, e.getStatus(), "; the plugin's log may say why, under uid " + uid);
    }
  }

  private CallFailedException failure(String rpc, Status status, String detail) {
    Status.Code code = status.getCode();
    String text = code == Status.Code.DEADLINE_EXCEEDED ? lateness() : detail;
    return new CallFailedException(code, rpc + " failed with " + code + text);
  }

  /// In place of gRPC's own text for a missed deadline, which is a page of its internals.
  private String lateness() {
    String within = " within " + timeout.toMillis() + " ms";
    return channel.isReady()
        ? ": no answer" + within
        : ": no gRPC connection came about"
            + within
            + ", the listener refuses this user or is no gRPC server";
  }

  private KeyManagementServiceBlockingStub stub(String authority) {
    return KeyManagementServiceGrpc.newBlockingStub(channel.withAuthority(authority))
        .withWaitForReady();
  }

  private <S extends AbstractStub<S>> S inTime(S stub) {
    return stub.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }
}
