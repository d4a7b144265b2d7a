package dev.keelson.cli.probe;

import com.google.protobuf.ByteString;
import dev.keelson.kms.v2.DecryptRequest;
import dev.keelson.kms.v2.EncryptResponse;
import dev.keelson.kms.v2.StatusResponse;
import io.grpc.StatusException;

/// The correct plugin, with some of its answers replaced.
final class TwistedPlugin extends InMemoryPlugin {

  /// The correct plugin's way to answer.
  @FunctionalInterface
  interface Honest<Q, A> {
    A answer(Q request) throws StatusException;
  }

  /// Another way, which may ask the correct one.
  @FunctionalInterface
  interface Twist<Q, A> {
    A answer(Q request, Honest<Q, A> honest) throws StatusException;
  }

  private Twist<String, StatusResponse> status = (request, honest) -> honest.answer(request);
  private Twist<ByteString, EncryptResponse> encrypt = (request, honest) -> honest.answer(request);
  private Twist<DecryptRequest, ByteString> decrypt = (request, honest) -> honest.answer(request);

  /// Status has no request worth the name.
  TwistedPlugin status(Twist<String, StatusResponse> twist) {
    status = twist;
    return this;
  }

  TwistedPlugin encrypt(Twist<ByteString, EncryptResponse> twist) {
    encrypt = twist;
    return this;
  }

  TwistedPlugin decrypt(Twist<DecryptRequest, ByteString> twist) {
    decrypt = twist;
    return this;
  }

  @Override
  StatusResponse status() throws StatusException {
    return status.answer("", _ -> super.status());
  }

  @Override
  EncryptResponse encrypt(ByteString plaintext) throws StatusException {
    return encrypt.answer(plaintext, super::encrypt);
  }

  @Override
  ByteString decrypt(DecryptRequest request) throws StatusException {
    return decrypt.answer(request, super::decrypt);
  }
}
