package dev.keelson.e2e;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import dev.keelson.host.UnixAddress;
import dev.keelson.host.UnixChannel;
import dev.keelson.host.UnixUnreachableException;
import dev.keelson.issuer.Requests;
import dev.keelson.issuer.SoftAuthority;
import dev.keelson.issuer.v1.CertificateIssuerGrpc;
import dev.keelson.issuer.v1.CertificateIssuerGrpc.CertificateIssuerBlockingStub;
import dev.keelson.issuer.v1.ChainRequest;
import dev.keelson.issuer.v1.ChainResponse;
import dev.keelson.issuer.v1.IssueRequest;
import dev.keelson.issuer.v1.IssueResponse;
import java.io.ByteArrayInputStream;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One connection to an issuer, of a process that wants certificates.
public final class Enrollee implements AutoCloseable {
  private static final String AUTHORITY = "localhost";
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  /// A pair as a client has it.
  ///
  /// @param chain from the certificate on, without the root
  public record Pair(KeyPair key, List<X509Certificate> chain, String serial) {
    public X509Certificate certificate() {
      return chain.getFirst();
    }
  }

  private final UnixChannel channel;

  private Enrollee(UnixChannel channel) {
    this.channel = channel;
  }

  public static Enrollee at(UnixAddress address) throws UnixUnreachableException {
    return new Enrollee(UnixChannel.open(address, PATIENCE));
  }

  public CertificateIssuerBlockingStub stub() {
    return CertificateIssuerGrpc.newBlockingStub(channel.withAuthority(AUTHORITY))
        .withDeadlineAfter(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  public Pair issue(String profile) throws Exception {
    KeyPair key = SoftAuthority.pair();
    return pair(key, issue(profile, Requests.of(key, "SHA256withECDSA")));
  }

  public IssueResponse issue(String profile, byte[] csr) {
    return stub()
        .issue(
            IssueRequest.newBuilder().setProfile(profile).setCsr(ByteString.copyFrom(csr)).build());
  }

  private static Pair pair(KeyPair key, IssueResponse response) throws Exception {
    List<X509Certificate> chain = new ArrayList<>(List.of(parsed(response.getCertificate())));
    for (ByteString one : response.getChainList()) {
      chain.add(parsed(one));
    }
    return new Pair(key, chain, response.getSerial());
  }

  public ChainResponse chain() {
    return stub().chain(ChainRequest.getDefaultInstance());
  }

  public static X509Certificate parsed(ByteString der) throws Exception {
    return (X509Certificate)
        requireNonNull(
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(der.toByteArray())));
  }

  @Override
  public void close() {
    channel.close();
  }
}
