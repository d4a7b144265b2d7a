package dev.keelson.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.token.TokenException.PinAtRisk;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A device that counts wrong PINs beside its token's flags, asked before each login.
class LockoutTest {
  private static final Instant END = Instant.parse("2026-11-01T12:16:40.5Z");

  @TempDir private Path dir;
  private Tap tap;
  private PinFuse fuse;
  private Lockout told = new Lockout.None();

  @BeforeEach
  void make() throws Exception {
    tap = Tap.on(SoftHsm.in(dir).withToken("keelson", Serving.NOON, "prod").cryptoki());
    fuse = new PinFuse(dir.resolve("fuse"), new SecureRandom());
  }

  @Test
  void keepsEveryPinFromALockedOneAndSaysUntilWhen() {
    told = new Lockout.Until(END);
    for (PinGuard.Risk risk : PinGuard.Risk.values()) {
      assertThatThrownBy(() -> login(risk))
          .isInstanceOfSatisfying(
              LockedOutException.class,
              e -> {
                assertThat(e.mayPass()).isTrue();
                assertThat(e.remedy()).contains("tpm2_dictionarylockout --clear-lockout");
              })
          .hasMessageContaining("is locked until 2026-11-01T12:16:40Z at the latest");
    }
    assertThat(tap.calls("login")).isEmpty();
  }

  @Test
  void keepsANewPinFromTheLastTry() {
    told = new Lockout.OneTryLeft();
    assertThatThrownBy(() -> login(PinGuard.Risk.AVOID))
        .isInstanceOf(PinAtRisk.class)
        .hasMessageContaining("one more wrong one locks it");
    assertThat(tap.calls("login")).isEmpty();
  }

  /// A token that comes back must not stay away for what others have typed meanwhile.
  @Test
  void letsAPinThroughThatWasTakenBefore() throws Exception {
    login(PinGuard.Risk.AVOID);
    told = new Lockout.OneTryLeft();
    login(PinGuard.Risk.AVOID);
    assertThat(tap.calls("login")).hasSize(2);
  }

  private void login(PinGuard.Risk risk) throws TokenException {
    try (var module = Pkcs11Module.initialize(tap.cryptoki());
        var pin = SoftHsm.pin(SoftHsm.PIN)) {
      TokenSlot token = module.find(SoftHsm.labelled("keelson"));
      new TokenDoor(tap.cryptoki(), token, new PinGuard(fuse, risk, () -> told)).login(pin).close();
    }
  }
}
