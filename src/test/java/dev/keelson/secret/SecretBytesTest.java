package dev.keelson.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class SecretBytesTest {
  private final byte[] bytes = "s3cr3t-seed".getBytes(UTF_8);
  private final SecretBytes secret = SecretBytes.takeOver(bytes);

  @Test
  void holdsTheArrayItself() {
    assertThat(secret.revealBytes()).isSameAs(bytes);
    assertThat(secret.length()).isEqualTo(11);
  }

  @Test
  void zeroesTheArrayWhenClosed() {
    secret.close();
    assertThat(bytes).hasSize(11).containsOnly(0);
  }

  @Test
  void isNotRevealedAfterItsClose() {
    secret.close();
    assertThatIllegalStateException()
        .isThrownBy(secret::revealBytes)
        .withMessage("a secret was used after it was closed");
  }

  @Test
  void closesTwiceWithoutHarm() {
    secret.close();
    secret.close();
    assertThat(bytes).containsOnly(0);
  }

  @Test
  void comparesContent() {
    assertThat(secret.sameAs(of("s3cr3t-seed"))).isTrue();
    assertThat(secret.sameAs(of("s3cr3t-seec"))).isFalse();
    assertThat(secret.sameAs(of("s3cr3t-see"))).isFalse();
    assertThat(secret.sameAs(of(""))).isFalse();
  }

  @Test
  void doesNotCompareWhatIsClosed() {
    var other = of("s3cr3t-seed");
    other.close();
    assertThatIllegalStateException().isThrownBy(() -> secret.sameAs(other));
    assertThatIllegalStateException().isThrownBy(() -> other.sameAs(secret));
  }

  @Test
  void printsNothingOfItself() {
    assertThat(secret).hasToString("SecretBytes[redacted]");
  }

  private static SecretBytes of(String text) {
    return SecretBytes.takeOver(text.getBytes(UTF_8));
  }
}
