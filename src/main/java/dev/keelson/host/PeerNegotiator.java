package dev.keelson.host;

import io.grpc.Attributes;
import io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.InternalProtocolNegotiationEvent;
import io.grpc.netty.InternalProtocolNegotiator;
import io.grpc.netty.InternalProtocolNegotiators;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.util.AsciiString;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Plain HTTP/2, as grpc-java speaks it, with the peer added to what every call can see. grpc-java
/// has no public way to a connection's channel, so this uses its Internal classes.
final class PeerNegotiator implements InternalProtocolNegotiator.ProtocolNegotiator {
  /// Set on every call that came through this negotiator.
  static final Attributes.Key<Peer> PEER = Attributes.Key.create("dev.keelson.peer");

  /// Set beside it where processes are to be known, if the process was still there.
  static final Attributes.Key<PeerProcess> PROCESS =
      Attributes.Key.create("dev.keelson.peer-process");

  private final InternalProtocolNegotiator.ProtocolNegotiator plain =
      InternalProtocolNegotiators.serverPlaintext();

  private final CallerDetail detail;

  PeerNegotiator(CallerDetail detail) {
    this.detail = detail;
  }

  @Override
  public AsciiString scheme() {
    return plain.scheme();
  }

  @Override
  public ChannelHandler newHandler(GrpcHttp2ConnectionHandler grpc) {
    var next = InternalProtocolNegotiators.grpcNegotiationHandler(grpc);
    return InternalProtocolNegotiators.waitUntilActiveHandler(
        new PeerHandler(next, grpc, detail), grpc.getNegotiationLogger());
  }

  @Override
  public void close() {
    plain.close();
  }

  private static final class PeerHandler
      extends InternalProtocolNegotiators.ProtocolNegotiationHandler {
    private final CallerDetail detail;

    PeerHandler(ChannelHandler next, GrpcHttp2ConnectionHandler grpc, CallerDetail detail) {
      super(next, grpc.getNegotiationLogger());
      this.detail = detail;
    }

    @Override
    protected void protocolNegotiationEventTriggered(ChannelHandlerContext context) {
      var event = getProtocolNegotiationEvent();
      Attributes known = InternalProtocolNegotiationEvent.getAttributes(event);
      replaceProtocolNegotiationEvent(
          InternalProtocolNegotiationEvent.withAttributes(
              event, withCaller(known, (EpollDomainSocketChannel) context.channel())));
      fireProtocolNegotiationEvent(context);
    }

    private Attributes withCaller(Attributes known, EpollDomainSocketChannel channel) {
      Peer peer = peer(channel);
      Attributes.Builder more = known.toBuilder().set(PEER, peer);
      if (detail == CallerDetail.PROCESS) {
        PeerProcess.behind(channel, peer).ifPresent(process -> more.set(PROCESS, process));
      }
      return more.build();
    }

    private static Peer peer(EpollDomainSocketChannel channel) {
      try {
        return Peer.of(channel);
      } catch (IOException e) {
        throw new UncheckedIOException("the kernel does not tell who connected", e);
      }
    }
  }
}
