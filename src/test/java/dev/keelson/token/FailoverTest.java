package dev.keelson.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.Eventually;
import dev.keelson.cryptoki.Ckr;
import dev.keelson.cryptoki.Fn;
import dev.keelson.cryptoki.Refusals;
import dev.keelson.health.Verdict;
import dev.keelson.kek.Copies;
import dev.keelson.kek.KekException;
import dev.keelson.kek.Keyring.Sealed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two real SoftHSMs in one process, as two modules.
@Timeout(120)
class FailoverTest {
  private static final byte[] SEED = "0123456789abcdef0123456789abcdef".getBytes(US_ASCII);

  @TempDir private Path dir;
  private Tokens preferred;
  private Tokens standby;

  @BeforeEach
  void makeTwins() throws Exception {
    preferred = Tokens.in(Files.createDirectory(dir.resolve("preferred")));
    standby = Tokens.cloned(preferred, Files.createDirectory(dir.resolve("standby")));
  }

  @Test
  void servesFromThePreferredToken() throws Exception {
    try (var served = start()) {
      long before = onLanes(standby);
      assertThat(onLane(preferred, () -> served.keyring().seal(SEED.clone()))).isTrue();
      assertThat(onLanes(standby)).isEqualTo(before);
    }
  }

  @Test
  void takesOverWithinTheCallThatFails() throws Exception {
    try (var served = start()) {
      fails(preferred);
      Sealed sealed = served.keyring().seal(SEED.clone());
      assertThat(opened(served, sealed)).isEqualTo(SEED);
      assertThat(served.verdict()).isInstanceOf(Verdict.Good.class);
    }
  }

  @Test
  void handsBackOnceThePreferredOneWasGoodForAWhile() throws Exception {
    try (var served = start()) {
      preferred.takeAway();
      until(served, standby);
      preferred.bringBack();
      until(served, preferred);
    }
  }

  @Test
  void opensWhatTheOtherTokenSealed() throws Exception {
    try (var served = start()) {
      Sealed sealed = served.keyring().seal(SEED.clone());
      preferred.takeAway();
      until(served, standby);
      assertThat(opened(served, sealed)).isEqualTo(SEED);
    }
  }

  @Test
  void goesOnWithWhicheverReturnsFirstWhenBothWereLost() throws Exception {
    try (var served = start()) {
      Sealed sealed = served.keyring().seal(SEED.clone());
      preferred.takeAway();
      standby.takeAway();
      Eventually.until(() -> served.verdict() instanceof Verdict.Bad);
      assertThatThrownBy(() -> served.keyring().seal(SEED.clone()))
          .isInstanceOf(KekException.TokenTrouble.class);
      standby.bringBack();
      Eventually.until(() -> served.verdict() instanceof Verdict.Good);
      assertThat(opened(served, sealed)).isEqualTo(SEED);
      preferred.bringBack();
      until(served, preferred);
    }
  }

  @Test
  void outlivesAFaultOfKeelsonsOwn() throws Exception {
    try (var served = start()) {
      for (Tokens hsm : List.of(preferred, standby)) {
        hsm.tap()
            .twist(
                "encrypt",
                _ -> {
                  throw new UnsupportedOperationException("a bug");
                });
      }
      Eventually.until(() -> served.verdict() instanceof Verdict.Bad);
      preferred.tap().untwist("encrypt");
      Eventually.until(() -> served.verdict() instanceof Verdict.Good);
      assertThat(opened(served, served.keyring().seal(SEED.clone()))).isEqualTo(SEED);
    }
  }

  @Test
  void startsOnTheStandbyAlone() throws Exception {
    preferred.takeAway();
    try (var served = start()) {
      assertThat(served.verdict()).isInstanceOf(Verdict.Good.class);
      assertThat(opened(served, served.keyring().seal(SEED.clone()))).isEqualTo(SEED);
    }
  }

  @Test
  void startsWithoutAnyWhileOneMayComeByItself() throws Exception {
    Files.delete(standby.dir().resolve("pin"));
    preferred.takeAway();
    try (var served = start()) {
      assertThat(served.verdict()).isInstanceOf(Verdict.Bad.class);
      preferred.bringBack();
      Eventually.until(() -> served.verdict() instanceof Verdict.Good);
    }
  }

  @Test
  void neverUsesATokenWithOtherKeys() throws Exception {
    standby = Tokens.in(Files.createDirectory(dir.resolve("stranger")));
    try (var served = start()) {
      assertThat(served.verdict()).isInstanceOf(Verdict.Good.class);
      preferred.takeAway();
      Eventually.until(() -> served.verdict() instanceof Verdict.Bad);
      assertThatThrownBy(() -> served.keyring().seal(SEED.clone()))
          .isInstanceOf(KekException.TokenTrouble.class);
      assertThat(onLanes(standby)).isEqualTo(standby.tap().calls("login").size());
    }
  }

  private ServedKeyring start() throws TokenException {
    return ServedKeyring.start(
        Tokens.PROD, List.of(preferred.order(), standby.order()), Tokens.CARE, Copies.NONE);
  }

  private static void fails(Tokens hsm) {
    hsm.tap()
        .twist(
            "encrypt",
            _ -> {
              throw Refusals.of(Fn.C_ENCRYPT_INIT, Ckr.CKR_DEVICE_ERROR);
            });
  }

  private static void until(ServedKeyring served, Tokens hsm) throws Exception {
    Eventually.until(() -> {
      try {
        return onLane(hsm, () -> served.keyring().seal(SEED.clone()));
      } catch (KekException.TokenTrouble e) {
        return false;
      }
    });
  }

  private interface Call {
    Object run() throws KekException;
  }

  private static boolean onLane(Tokens hsm, Call call) throws KekException {
    long before = onLanes(hsm);
    call.run();
    return onLanes(hsm) > before;
  }

  /// Each time a token is opened, its key seals one witness on a lane; the rest is for callers.
  private static long onLanes(Tokens hsm) {
    return hsm.tap().calls("encrypt").stream()
        .filter(call -> call.caller().getName().startsWith("lane-"))
        .count();
  }

  private static byte[] opened(ServedKeyring served, Sealed sealed) throws KekException {
    return served.keyring().open(sealed.by().toString(), sealed.ciphertext(), byte[]::clone);
  }
}
