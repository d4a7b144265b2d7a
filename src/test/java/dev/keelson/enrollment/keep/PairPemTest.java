package dev.keelson.enrollment.keep;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PairPemTest {
  private static Pair pair;
  private static String key;
  private static String certificates;

  @BeforeAll
  static void make() throws Exception {
    var wish = SoftCa.Wish.client(InstantSource.system().instant(), Duration.ofHours(1));
    pair = SoftCa.named("soft").pair(wish);
    key = new String(PairPem.key(pair), US_ASCII);
    certificates = new String(PairPem.certificates(pair.chain()), US_ASCII);
  }

  private static String refusal(String bundle) {
    return catchThrowableOfType(
            MalformedPairException.class, () -> PairPem.parseBundle(bundle.getBytes(US_ASCII)))
        .toString();
  }

  @Test
  void readsWhatItWrites() throws Exception {
    Pair back = PairPem.parseBundle(PairPem.bundle(pair));
    assertThat(back.chain()).isEqualTo(pair.chain());
    assertThat(back.matches()).isTrue();
    assertThat(key.lines())
        .allMatch(line -> line.length() <= 64)
        .first()
        .isEqualTo("-----BEGIN PRIVATE KEY-----");
  }

  @Test
  void refusesABundleThatIsNoPair() {
    assertThat(refusal("")).contains("no PEM");
    assertThat(refusal("hello\n")).contains("no PEM");
    assertThat(refusal(key)).contains("no certificate");
    assertThat(refusal(certificates)).contains("begins with CERTIFICATE");
    assertThat(refusal(certificates + key)).contains("begins with CERTIFICATE");
    assertThat(refusal(key + key + certificates)).contains("has a block PRIVATE KEY");
    assertThat(refusal(key.substring(0, 80))).contains("damaged");
    assertThat(refusal(key.replace("PRIVATE KEY", "EC PRIVATE KEY") + certificates))
        .contains("begins with EC PRIVATE KEY");
    assertThat(refusal(key + certificates.replaceFirst("\nM[A-Za-z0-9+/]{40}", "\nM")))
        .contains("certificate in it cannot be read");
  }

  @Test
  void quotesNothingOfAKeyThatItRefuses() {
    String body = key.lines().skip(1).findFirst().orElseThrow();
    String damaged = key.replaceFirst("\nM", "\nA");
    assertThat(refusal(damaged + certificates)).doesNotContain(body.substring(4, 12));
  }
}
