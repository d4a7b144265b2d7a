package dev.keelson.enrollment.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keelson.e2e.Etcd;
import dev.keelson.enrollment.keep.SoftCa.Wish;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// On a real etcd.
@Timeout(60)
class EtcdPreflightTest {
  private static final String KEY = "/registry/health";

  @TempDir private static Path dir;
  private static SoftCa ca;
  private static Etcd etcd;

  private final Instant now = InstantSource.system().instant();
  private final Wish wish = Wish.client(now, Duration.ofHours(1));

  @BeforeAll
  static void start() throws Exception {
    ca = SoftCa.named("clients");
    etcd = Etcd.start(dir, ca.root(), ca.crl(List.of()));
  }

  @AfterAll
  static void stop() throws Exception {
    etcd.close();
  }

  private static EtcdPreflight asking(String... urls) {
    return asking(etcd.serverCa(), urls);
  }

  private static EtcdPreflight asking(Path authorities, String... urls) {
    var endpoints = List.of(urls).stream().map(EtcdEndpoint::parse).toList();
    return new EtcdPreflight(endpoints, authorities, KEY);
  }

  private static KeepException refusal(EtcdPreflight preflight, Pair pair) {
    return catchThrowableOfType(
        KeepException.class, () -> preflight.require(pair, Preflight.Old.WORKS));
  }

  private static String nobody() throws Exception {
    return "https://127.0.0.1:" + Etcd.freePort();
  }

  @Test
  void takesAPairThatEtcdTakes() {
    assertThatCode(() -> asking(etcd.url()).require(ca.pair(wish), Preflight.Old.WORKS))
        .doesNotThrowAnyException();
  }

  @Nested
  class APairThatEtcdRefuses {
    @Test
    void isOfAnotherCa() throws Exception {
      assertThat(refusal(asking(etcd.url()), SoftCa.named("others").pair(wish)))
          .isInstanceOf(KeepException.EtcdRefused.class)
          .hasMessageContaining(etcd.url())
          .hasMessageContaining("does not know the root");
    }

    @Test
    void isExpired() throws Exception {
      var over = Wish.client(now.minusSeconds(7200), Duration.ofHours(1));
      assertThat(refusal(asking(etcd.url()), ca.pair(over)))
          .isInstanceOf(KeepException.EtcdRefused.class)
          .hasMessageContaining("time");
    }

    @Test
    void isForServers() throws Exception {
      assertThat(refusal(asking(etcd.url()), ca.pair(wish.forUsage(KeyPurposeId.id_kp_serverAuth))))
          .isInstanceOf(KeepException.EtcdRefused.class)
          .hasMessageContaining("a rule of the chain");
    }

    @Test
    void isRevoked() throws Exception {
      Pair pair = ca.pair(wish);
      etcd.publish(ca.crl(List.of(pair.leaf())));
      try {
        assertThat(refusal(asking(etcd.url()), pair))
            .isInstanceOf(KeepException.EtcdRefused.class)
            .hasMessageContaining("--client-crl-file");
      } finally {
        etcd.publish(ca.crl(List.of()));
      }
    }
  }

  @Nested
  class AnEtcd {
    @Test
    void mustHaveACertificateThatIsTrusted() throws Exception {
      Path others =
          Files.write(
              dir.resolve("others.crt"),
              SoftPem.certificates(List.of(SoftCa.named("others").root())));
      assertThat(refusal(asking(others, etcd.url()), ca.pair(wish)))
          .isInstanceOf(KeepException.EtcdRefused.class)
          .hasMessageContaining("--etcd-ca");
    }

    @Test
    void mustHaveTheNameThatItIsCalledBy() throws Exception {
      String other = etcd.url().replace("127.0.0.1", "localhost");
      assertThat(refusal(asking(other), ca.pair(wish)))
          .isInstanceOf(KeepException.EtcdRefused.class)
          .hasMessageContaining("not one for localhost");
    }

    @Test
    void mayBeAwayWhenAnotherAccepts() {
      assertThatCode(() -> asking(nobody(), etcd.url()).require(ca.pair(wish), Preflight.Old.WORKS))
          .doesNotThrowAnyException();
    }

    @Test
    void isWaitedForWhenAllAreAwayAndTheOldPairWorks() throws Exception {
      assertThat(refusal(asking(nobody(), nobody()), ca.pair(wish)))
          .isInstanceOf(KeepException.EtcdAway.class)
          .hasMessageContaining("onnection refused");
    }

    @Test
    void isNotWaitedForWhenTheOldPairIsOfNoUse() {
      assertThatCode(() -> asking(nobody()).require(ca.pair(wish), Preflight.Old.USELESS))
          .doesNotThrowAnyException();
    }
  }
}
