package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// One service for `keelson.socket` and `keelson-issuer.socket`.
@Timeout(90)
class TwoSocketsTest {
  @TempDir private Path dir;

  @Test
  void aDaemonServesBothThatItWasHandedWhateverTheirOrder() throws Exception {
    IssuerSite issuing = IssuerSite.withAuthority(dir);
    Site site = issuing.site();
    Path issuer = site.socketDir().resolve("issuer.sock");
    try (var keelson =
        Supervised.holding(List.of(issuer, site.socket()), site.write(issuing.yaml()), List.of())) {
      keelson.supervisor().await("ready socket=");
      try (var caller = Caller.at(site.address());
          var enrollee = issuing.enrollee()) {
        assertThat(caller.status().getHealthz()).isEqualTo("ok");
        assertThat(enrollee.issue("apiserver").certificate().getSubjectX500Principal().getName())
            .isEqualTo("CN=kube-apiserver-etcd-client");
      }
      assertThat(site.besideSocket()).containsExactly("issuer.sock", "kms.sock");
    }
  }
}
