package dev.keelson.cli.probe;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

/// Told how one call ended: once, on the connection's own thread, which it must not block.
public interface Reply<A> {
  void answered(A answer);

  void failed(Status.Code code);

  /// As gRPC wants it. The call has ended when its status is here, not already at its message: a
  /// caller who blocks is not let go before that either.
  static <A> StreamObserver<A> observer(Reply<A> reply) {
    return new StreamObserver<>() {
      private @Nullable A answer;

      @Override
      public void onNext(A message) {
        answer = message;
      }

      @Override
      public void onError(Throwable e) {
        reply.failed(Status.fromThrowable(e).getCode());
      }

      @Override
      public void onCompleted() {
        if (answer == null) {
          reply.failed(Status.Code.INTERNAL);
        } else {
          reply.answered(answer);
        }
      }
    };
  }
}
