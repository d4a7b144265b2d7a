package dev.keelson.host;

import io.grpc.BindableService;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/// Refuses a request that is no message of the service. gRPC by itself reads messages behind every
/// interceptor, answers UNKNOWN, and leaves a stack trace in the log each time.
final class Illegible implements ServerInterceptor {
  private static final Status REFUSAL =
      Status.INVALID_ARGUMENT.withDescription("the request is no message of this service");

  private Illegible() {}

  /// The service, its messages read where they can be refused.
  static ServerServiceDefinition refusedBefore(BindableService service) {
    return ServerInterceptors.intercept(
        ServerInterceptors.useInputStreamMessages(service.bindService()), new Illegible());
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      private boolean refused;

      @Override
      public void onMessage(Q message) {
        try {
          super.onMessage(message);
        } catch (StatusRuntimeException _) {
          // what gRPC's marshallers throw; the service itself hears of a message at onHalfClose
          refused = true;
          call.close(REFUSAL, new Metadata());
        }
      }

      @Override
      public void onHalfClose() {
        if (!refused) {
          super.onHalfClose();
        }
      }
    };
  }
}
