package dev.keelson.enrollment.keep;

import dev.keelson.e2e.Etcd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// On a real etcd.
@Timeout(90)
class ReconnectingTest {
  @TempDir private Path dir;

  @Test
  void failsNoConnectionWhilePairsThatLastThreeSecondsAreRenewedTwentyTimes() throws Exception {
    SoftCa ca = SoftCa.named("soft");
    try (var issuer = SoftIssuer.at(dir.resolve("s"), ca, InstantSource.system());
        var etcd =
            Etcd.start(Files.createDirectory(dir.resolve("etcd")), ca.root(), ca.crl(List.of()))) {
      var _ = issuer.withTtl(Duration.ofSeconds(3));
      new Reconnecting(issuer.address(), "kube-apiserver", etcd).renew(dir, 4, 5);
    }
  }
}
