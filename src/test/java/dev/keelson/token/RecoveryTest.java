package dev.keelson.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.Eventually;
import dev.keelson.health.Verdict;
import dev.keelson.kek.Copies;
import dev.keelson.kek.KekException;
import dev.keelson.kek.KekId;
import dev.keelson.kek.Keyring.Sealed;
import dev.keelson.kek.KeyringName;
import dev.keelson.secret.PinFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// On a real SoftHSM whose token files are taken away and put back.
@Timeout(60)
class RecoveryTest {
  private static final byte[] SEED = "0123456789abcdef0123456789abcdef".getBytes(US_ASCII);
  @TempDir private Path dir;
  private SoftHsm hsm;
  private Path tokens;
  private Path away;

  @BeforeEach
  void makeAToken() throws Exception {
    SoftHsm.in(Files.createDirectory(dir.resolve("impostor")))
        .withToken("keelson", Serving.NOON, "prod");
    hsm = SoftHsm.in(dir).withToken("keelson", Serving.NOON, "prod");
    tokens = dir.resolve("tokens");
    away = dir.resolve("away");
  }

  @Nested
  class ATokenThatIsLost {
    private ServedKeyring served;
    private KekId active;
    private Sealed sealed;

    @BeforeEach
    void serve() throws Exception {
      served = start();
      active = served.keyring().active().id();
      sealed = served.keyring().seal(SEED.clone());
    }

    @AfterEach
    void stop() {
      served.close();
    }

    @Test
    void isUnavailableAtOnceWithItsCause() throws Exception {
      theTokenGoes();
      long began = System.nanoTime();
      assertThatThrownBy(() -> served.keyring().seal(SEED.clone()))
          .isInstanceOf(KekException.TokenTrouble.class)
          .hasMessageContaining("no token with label 'keelson'");
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(200));
    }

    @Test
    void servesAgainUnderTheSameNameWhenItIsBack() throws Exception {
      theTokenGoes();
      theTokenComesBack();
      await(Verdict.Good.class);
      assertThat(served.keyring().active().id()).isEqualTo(active);
      assertThat(opened(sealed)).isEqualTo(SEED);
      assertThat(opened(served.keyring().seal(SEED.clone()))).isEqualTo(SEED);
    }

    @Test
    void saysThatTheKeyIsMissingWhenOnlyTheTokenIsBack() throws Exception {
      theTokenGoes();
      Files.delete(tokens);
      Files.move(dir.resolve("impostor/tokens"), tokens);
      awaitCause(
          "its active key " + active + " is not: it was deleted, or the token was made anew");
      assertThatThrownBy(() -> served.keyring().open(sealed.by().toString(), sealed.ciphertext()))
          .isInstanceOf(KekException.TokenTrouble.class);
    }

    private void theTokenGoes() throws Exception {
      takeAway();
      awaitCause("no token with label 'keelson'");
    }

    private void await(Class<? extends Verdict> kind) throws Exception {
      Eventually.until(() -> kind.isInstance(served.verdict()));
    }

    private void awaitCause(String cause) throws Exception {
      Eventually.until(
          () -> served.verdict() instanceof Verdict.Bad(var why) && why.what().contains(cause));
    }

    private byte[] opened(Sealed some) throws KekException {
      return served.keyring().open(some.by().toString(), some.ciphertext(), byte[]::clone);
    }
  }

  @Nested
  class AStart {
    @Test
    void waitsForATokenThatIsAway() throws Exception {
      takeAway();
      try (var served = start()) {
        assertThat(served.keyring().findActive()).isEmpty();
        assertThat(served.verdict())
            .isInstanceOfSatisfying(
                Verdict.Bad.class,
                bad -> assertThat(bad.condition().what()).contains("no token with label"));
        assertThatThrownBy(() -> served.keyring().seal(SEED.clone()))
            .isInstanceOf(KekException.TokenTrouble.class);
        theTokenComesBack();
        Eventually.until(() -> served.verdict() instanceof Verdict.Good);
        assertThat(served.keyring().seal(SEED.clone()).by())
            .isEqualTo(served.keyring().active().id());
      }
    }

    @Test
    void failsWhenAPersonHasToMendSomething() {
      assertThatThrownBy(() -> start("other")).isInstanceOf(KeyringException.KeyringAbsent.class);
      assertThatThrownBy(() -> start("prod", "wrong-pin"))
          .isInstanceOf(TokenException.PinRefused.class);
    }
  }

  private void takeAway() throws IOException {
    Files.move(tokens, away);
    Files.createDirectory(tokens);
  }

  private void theTokenComesBack() throws IOException {
    Files.delete(tokens);
    Files.move(away, tokens);
  }

  private ServedKeyring start() throws Exception {
    return start("prod");
  }

  private ServedKeyring start(String keyring) throws Exception {
    return start(keyring, SoftHsm.PIN);
  }

  private ServedKeyring start(String keyring, String pin) throws Exception {
    var name = new KeyringName(keyring);
    var order =
        new Caretaker.Order(
            new ServedToken.Surroundings(
                hsm.cryptoki(), () -> Serving.NOON, new SecureRandom(), SoftHsm.newGuard()),
            new ServedToken.Wanted(name, SoftHsm.labelled("keelson"), Serving.LANES, GcmIv.DAEMON),
            new PinFile(pinFile(pin))::read);
    return ServedKeyring.start(name, List.of(order), Tokens.CARE, Copies.NONE);
  }

  private Path pinFile(String pin) throws IOException {
    Path file = Files.writeString(Files.createTempFile(dir, "pin", ""), pin);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
  }
}
