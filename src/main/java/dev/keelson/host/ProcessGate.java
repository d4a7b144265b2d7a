package dev.keelson.host;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets only calls through whose connection is that of a process which is still there.
record ProcessGate() implements ServerInterceptor {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessGate.class);

  private static final Status REFUSAL =
      Status.PERMISSION_DENIED.withDescription(
          "the process that connected is gone, or cannot be seen from here: connect again");

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    @Nullable PeerProcess process = call.getAttributes().get(PeerNegotiator.PROCESS);
    if (process != null && process.stillThere()) {
      Context context = Context.current().withValue(CurrentCaller.PROCESS, process);
      return Contexts.interceptCall(context, call, headers, next);
    }
    LOG.warn(
        "refuse method={} peer={} cause=\"its process is gone, was replaced, is of another pid"
            + " namespace, or is hidden in /proc\"",
        call.getMethodDescriptor().getBareMethodName(),
        call.getAttributes().get(PeerNegotiator.PEER));
    call.close(REFUSAL, new Metadata());
    return new ServerCall.Listener<>() {};
  }
}
