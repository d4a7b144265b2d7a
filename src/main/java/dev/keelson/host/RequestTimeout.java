package dev.keelson.host;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Ends calls whose request does not arrive: a client that opens streams and sends nothing would
/// otherwise keep them for ever.
///
/// @param timer a coarse one, since nearly every timeout is cancelled
record RequestTimeout(Duration limit, Timer timer) implements ServerInterceptor {

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    var decided = new AtomicBoolean();
    var timeout =
        timer.newTimeout(
            _ -> {
              if (decided.compareAndSet(false, true)) {
                call.close(tooLate(), new Metadata());
              }
            },
            limit.toNanos(),
            TimeUnit.NANOSECONDS);
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onHalfClose() {
        timeout.cancel();
        if (decided.compareAndSet(false, true)) {
          super.onHalfClose();
        }
      }

      @Override
      public void onCancel() {
        timeout.cancel();
        decided.set(true);
        super.onCancel();
      }
    };
  }

  private Status tooLate() {
    return Status.DEADLINE_EXCEEDED.withDescription(
        "no request arrived within " + limit.toMillis() + " ms");
  }
}
