import com.google.protobuf.ByteString;
import dev.keelson.Daemon;
import dev.keelson.config.ConfigFile;
import dev.keelson.host.UnixAddress;
import dev.keelson.host.UnixChannel;
import dev.keelson.issuer.AuthorityFiles;
import dev.keelson.issuer.v1.CertificateIssuerGrpc;
import dev.keelson.issuer.v1.IssueRequest;
import dev.keelson.token.CaKeyAdmin;
import dev.keelson.token.PinGuard;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/// Certificates per second from a daemon, and signatures per second of the same key on the same
/// token, made directly.
///
/// Arguments: `direct CONFIG COUNT`, or `daemon SOCKET COUNT CALLERS`. Prints the rate.
final class IssuerLoad {
  private static final byte[] TBS = new byte[600];

  void main(String[] args) throws Exception {
    double rate =
        switch (args[0]) {
          case "direct" -> direct(Path.of(args[1]), Integer.parseInt(args[2]));
          case "daemon" ->
              daemon(
                  new UnixAddress.File(Path.of(args[1])),
                  Integer.parseInt(args[2]),
                  Integer.parseInt(args[3]));
          default -> throw new IllegalArgumentException(args[0]);
        };
    System.out.printf(Locale.ROOT, "%.0f%n", rate);
  }

  private static double direct(Path config, int count) throws Exception {
    var read = ConfigFile.read(config);
    var key = AuthorityFiles.of(read.stateDir()).read().newest().publicKey();
    var surroundings = Daemon.surroundings(read, PinGuard.Risk.AVOID);
    try (var pin = read.pin().read();
        var admin = CaKeyAdmin.open(surroundings, read.token(), pin)) {
      for (int n = 0; n < count / 10; n++) {
        admin.sign(key, TBS);
      }
      long began = System.nanoTime();
      for (int n = 0; n < count; n++) {
        admin.sign(key, TBS);
      }
      return count / seconds(began);
    }
  }

  private static double daemon(UnixAddress address, int count, int callers) throws Exception {
    var requests = new ConcurrentLinkedQueue<IssueRequest>();
    for (int n = 0; n < count + count / 10; n++) {
      requests.add(request());
    }
    ask(address, requests, count / 10, callers);
    long began = System.nanoTime();
    ask(address, requests, count, callers);
    return count / seconds(began);
  }

  private static void ask(
      UnixAddress address, ConcurrentLinkedQueue<IssueRequest> requests, int count, int callers)
      throws Exception {
    List<Callable<Void>> all = new ArrayList<>();
    try (var channel = UnixChannel.open(address, Duration.ofSeconds(5));
        var threads = Executors.newFixedThreadPool(callers)) {
      for (int n = 0; n < callers; n++) {
        all.add(() -> {
          for (int i = 0; i < count / callers; i++) {
            var _ =
                CertificateIssuerGrpc.newBlockingStub(channel.withAuthority("localhost"))
                    .withDeadlineAfter(30, TimeUnit.SECONDS)
                    .issue(requests.remove());
          }
          return null;
        });
      }
      for (Future<Void> one : threads.invokeAll(all)) {
        one.get();
      }
    }
  }

  private static IssueRequest request() throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    var pair = generator.generateKeyPair();
    byte[] csr =
        new JcaPKCS10CertificationRequestBuilder(new X500Principal(""), pair.getPublic())
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
            .getEncoded();
    return IssueRequest.newBuilder()
        .setProfile("bench")
        .setCsr(ByteString.copyFrom(csr))
        .build();
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }
}
