package dev.keelson.host;

import io.grpc.Context;
import io.grpc.Context.CancellationListener;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/// Interrupts a handler whose caller has left or whose deadline has passed, so that code which
/// waits needs to know nothing of gRPC.
///
/// For a thread per call only: an interrupt that comes late must not reach another call.
record InterruptOnCancel() implements ServerInterceptor {

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onHalfClose() {
        Thread handler = Thread.currentThread();
        CancellationListener interrupt = _ -> handler.interrupt();
        Context context = Context.current();
        context.addListener(interrupt, Runnable::run);
        try {
          super.onHalfClose();
        } finally {
          context.removeListener(interrupt);
        }
      }
    };
  }
}
