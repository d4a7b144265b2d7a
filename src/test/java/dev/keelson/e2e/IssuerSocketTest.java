package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class IssuerSocketTest {
  @TempDir private Path dir;

  /// etcd reads the list at each handshake, whether or not anybody can ask the issuer.
  @Test
  void isTriedAgainWhenItCannotBeServedAndTheListOfTheRevokedIsMadeOnce() throws Exception {
    IssuerSite site = IssuerSite.withAuthority(dir);
    Files.deleteIfExists(site.crl());
    Files.createFile(site.socket());
    try (var daemon = site.site().serve(site.yaml())) {
      daemon.await("issuer result=failed");
      byte[] list = Files.readAllBytes(site.crl());
      Files.delete(site.socket());
      Eventually.until(() -> Files.exists(site.socket()));
      assertThat(site.crl()).hasBinaryContent(list);
    }
  }
}
