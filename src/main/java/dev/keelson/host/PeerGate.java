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
final class PeerGate implements ServerInterceptor {
  private static final Logger LOG = LoggerFactory.getLogger(PeerGate.class);

  private final String list;
  private volatile Set<Integer> uids;

  PeerGate(SocketSettings settings) {
    this.list = settings.list();
    this.uids = settings.callers();
  }

  /// From the next call on, of connections that are open, too.
  void admit(SocketSettings settings) {
    uids = settings.callers();
  }

  boolean admits(int uid) {
    return uids.contains(uid);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Peer peer = call.getAttributes().get(PeerNegotiator.PEER);
    if (peer != null && admits(peer.uid())) {
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
