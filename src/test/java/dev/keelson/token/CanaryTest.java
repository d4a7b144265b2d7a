package dev.keelson.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.cryptoki.Ckr;
import dev.keelson.cryptoki.Fn;
import dev.keelson.cryptoki.Refusals;
import dev.keelson.health.CanaryHealth;
import dev.keelson.health.Verdict;
import dev.keelson.kek.KekException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a real SoftHSM that fails on demand.
class CanaryTest {
  @TempDir private Path dir;
  private final CanaryHealth health = new CanaryHealth(Duration.ofMinutes(1), () -> Serving.NOON);
  private Tap tap;
  private Served served;
  private Canary canary;

  @BeforeEach
  void serve() throws Exception {
    var hsm = SoftHsm.in(dir).withToken("keelson", Serving.NOON, "prod");
    tap = Tap.on(hsm.cryptoki());
    served = Serving.open(tap.cryptoki(), SoftHsm.labelled("keelson"), "prod", Serving.LANES);
    canary = new Canary(served::canary, health, new SecureRandom());
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void isGoodWhenTheTokenSealsAndOpens() {
    int before = tap.calls("encrypt").size();
    int decrypts = tap.calls("decrypt").size();
    canary.sing();
    assertGood();
    assertThat(tap.calls("encrypt")).hasSize(before + 1);
    assertThat(tap.calls("decrypt")).hasSize(decrypts + 2);
    assertThat(tap.calls("decrypt").getLast().caller().getName()).isEqualTo("canary-1");
  }

  @Test
  void isBadAtTheFirstMissWhenItWasNeverGood() {
    theTokenDies();
    canary.sing();
    assertBad("C_EncryptInit returned CKR_DEVICE_REMOVED");
  }

  @Test
  void keepsItsVerdictAtOneMiss() {
    canary.sing();
    theTokenDies();
    canary.sing();
    assertGood();
  }

  @Test
  void isBadAtTheSecondMissAndGoodAtOnceWhenTheTokenIsBack() {
    canary.sing();
    theTokenDies();
    canary.sing();
    canary.sing();
    assertBad("C_EncryptInit returned CKR_DEVICE_REMOVED");
    tap.untwist("encrypt");
    canary.sing();
    assertGood();
  }

  @Test
  void countsOnlyMissesInARow() {
    canary.sing();
    for (int i = 0; i < 5; i++) {
      theTokenDies();
      canary.sing();
      tap.untwist("encrypt");
      canary.sing();
    }
    theTokenDies();
    canary.sing();
    assertGood();
  }

  @Test
  void isBadWhenTheTokenOpensOtherBytes() {
    canary.sing();
    tap.twist(
        "decrypt",
        call -> {
          byte[] opened = (byte[]) call.pass();
          opened[0] ^= 1;
          return opened;
        });
    canary.sing();
    canary.sing();
    assertBad("the token opened other bytes than it sealed");
  }

  @Test
  void isNotMovedByACallersBadCiphertext() throws Exception {
    canary.sing();
    var sealed = served.keyring().seal("a seed".getBytes(US_ASCII));
    byte[] forged = sealed.ciphertext();
    forged[20] ^= 1;
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> served.keyring().open(sealed.by().toString(), forged))
          .isInstanceOf(KekException.Tampered.class);
      canary.sing();
      assertGood();
    }
  }

  @Test
  void isNotFooledWhenADeadTokenRefusesACiphertext() throws Exception {
    var sealed = served.keyring().seal("a seed".getBytes(US_ASCII));
    tap.twist(
        "decrypt",
        _ -> {
          throw Refusals.of(Fn.C_DECRYPT, Ckr.CKR_GENERAL_ERROR);
        });
    assertThatThrownBy(() -> served.keyring().open(sealed.by().toString(), sealed.ciphertext()))
        .isInstanceOf(KekException.TokenTrouble.class)
        .hasMessageContaining("C_Decrypt returned CKR_GENERAL_ERROR");
  }

  private void theTokenDies() {
    tap.twist(
        "encrypt",
        _ -> {
          throw Refusals.of(Fn.C_ENCRYPT_INIT, Ckr.CKR_DEVICE_REMOVED);
        });
  }

  private void assertGood() {
    assertThat(health.verdict()).isEqualTo(new Verdict.Good());
  }

  private void assertBad(String why) {
    assertThat(health.verdict())
        .isInstanceOfSatisfying(
            Verdict.Bad.class, bad -> assertThat(bad.condition().what()).contains(why));
  }
}
