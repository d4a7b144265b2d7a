package dev.keelson.host;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets only some users call. A caller that is refused is told nothing but its own uid.
///
/// @param list where the configuration names the users, for the log
record PeerGate(Set<Integer> uids, String list) implements ServerInterceptor {
  private static final Logger LOG = LoggerFactory.getLogger(PeerGate.class);

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Peer peer = call.getAttributes().get(PeerNegotiator.PEER);
    if (peer != null && uids.contains(peer.uid())) {
      Context context = Context.current().withValue(CurrentCaller.PEER, peer);
      return Contexts.interceptCall(context, call, headers, next);
    }
    LOG.warn(
        "refuse method={} peer={} cause=\"uid is not in {}\"",
        call.getMethodDescriptor().getBareMethodName(),
        peer,
        list);
    String uid = peer == null ? "unknown" : Integer.toUnsignedString(peer.uid());
    call.close(
        Status.PERMISSION_DENIED.withDescription("uid " + uid + " may not call this socket"),
        new Metadata());
    return new ServerCall.Listener<>() {};
  }
}
