package dev.keelson.enrollment.keep;

import com.google.protobuf.ByteString;
import dev.keelson.enrollment.etcd.KVGrpc;
import dev.keelson.enrollment.etcd.RangeRequest;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/// One look of one etcd at a pair: a TLS handshake, and a read that says no more than how many keys
/// there are.
///
/// @param authorities who may have signed the etcd's own certificate
/// @param key what is read
record EtcdProbe(List<X509Certificate> authorities, String key, Duration timeout) {
  /// The newest first. In TLS 1.3 a client has finished when the server has not yet looked at its
  /// certificate (RFC 8446 §2), so a reset may overtake the alert; in TLS 1.2 none can.
  private static final List<String[]> VERSIONS =
      List.of(new String[] {"TLSv1.3", "TLSv1.2"}, new String[] {"TLSv1.2"});

  EtcdProbe {
    authorities = List.copyOf(authorities);
  }

  Answer ask(EtcdEndpoint endpoint, Pair pair) {
    Answer answer = new Answer.Away(endpoint, "nobody asked");
    for (String[] versions : VERSIONS) {
      var keys = new OnePairKeyManager(pair);
      try {
        read(endpoint, context(keys, versions));
        return new Answer.Accepted(endpoint);
      } catch (StatusRuntimeException e) {
        var diagnosis = new Diagnosis(endpoint, key, keys.wasAsked());
        answer = diagnosis.of(e);
        if (!Diagnosis.isWordless(e)) {
          return answer;
        }
      } catch (SSLException e) {
        throw new IllegalStateException("the JDK's TLS takes a P-256 key", e);
      }
    }
    return answer;
  }

  private SslContext context(OnePairKeyManager keys, String[] versions) throws SSLException {
    var builder =
        SslContextBuilder.forClient()
            .keyManager(keys)
            .trustManager(authorities.toArray(X509Certificate[]::new))
            .protocols(versions);
    return GrpcSslContexts.configure(builder, SslProvider.JDK).build();
  }

  private void read(EtcdEndpoint endpoint, SslContext context) {
    ManagedChannel channel =
        NettyChannelBuilder.forTarget("dns:///" + endpoint.authority())
            .sslContext(context)
            .disableRetry()
            .build();
    try {
      var request =
          RangeRequest.newBuilder()
              .setKey(ByteString.copyFromUtf8(key))
              .setSerializable(true)
              .setCountOnly(true)
              .build();
      var _ =
          KVGrpc.newBlockingStub(channel)
              .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS)
              .range(request);
    } finally {
      channel.shutdownNow();
    }
  }
}
