package dev.keelson.kms;

import dev.keelson.health.Calls;
import io.grpc.BindableService;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import java.time.Duration;

/// Tells of each call how it ended and how long it took, from when its headers were there.
public final class CallMeter implements ServerInterceptor {
  private final Calls calls;

  private CallMeter(Calls calls) {
    this.calls = calls;
  }

  /// The same service, metered. Its methods are all that a call can name: gRPC refuses others.
  public static BindableService over(BindableService service, Calls calls) {
    return () -> ServerInterceptors.intercept(service, new CallMeter(calls));
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    long began = System.nanoTime();
    return next.startCall(
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            super.close(status, trailers);
            calls.answered(
                String.valueOf(getMethodDescriptor().getBareMethodName()),
                status.getCode().name(),
                Duration.ofNanos(System.nanoTime() - began));
          }
        },
        headers);
  }
}
