package dev.keelson.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.cryptoki.Ckr;
import dev.keelson.cryptoki.Fn;
import dev.keelson.cryptoki.Refusals;
import dev.keelson.kek.KeyringName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class OpeningATokenTest {
  @TempDir private static Path dir;
  private static SoftHsm hsm;

  @BeforeAll
  static void makeAToken() throws Exception {
    hsm = SoftHsm.in(dir).withToken("keelson", Serving.NOON, "prod");
  }

  @Nested
  class AWrongPin {
    @Test
    void isTriedOnce() throws Exception {
      var tap = Tap.on(hsm.cryptoki());
      assertThatThrownBy(() -> openWithPin(tap, "user-pin-4712"))
          .isInstanceOfSatisfying(
              TokenException.PinRefused.class,
              e -> assertThat(e.remedy()).contains("mend the PIN before the next start"))
          .hasMessageContaining("'keelson'")
          .hasMessageEndingWith("refuses the PIN: C_Login returned CKR_PIN_INCORRECT")
          .hasMessageNotContaining("4712");
      assertThat(tap.calls("login")).hasSize(1);
      assertThat(tap.calls("finish")).as("the module is let go").hasSize(1);
    }

    @Test
    void keepsNoDoorShutForTheRightOne() throws Exception {
      assertThatThrownBy(() -> openWithPin(Tap.on(hsm.cryptoki()), "wrong"))
          .isInstanceOf(TokenException.PinRefused.class);
      openWithPin(Tap.on(hsm.cryptoki()), SoftHsm.PIN).close();
    }

    @ParameterizedTest
    @EnumSource(
        mode = Mode.MATCH_ANY,
        names = {"CKR_PIN_.*", "CKR_USER_PIN_NOT_INITIALIZED"})
    void isWhateverTheTokenSaysOfThePin(Ckr code) throws Exception {
      var tap = Tap.on(hsm.cryptoki());
      tap.twist(
          "login",
          _ -> {
            throw Refusals.of(Fn.C_LOGIN, code);
          });
      assertThatThrownBy(() -> openWithPin(tap, SoftHsm.PIN))
          .isInstanceOf(TokenException.PinRefused.class)
          .hasMessageContaining(code.name());
      assertThat(tap.calls("login")).hasSize(1);
    }

    @Test
    void isNotBlamedForADeadDevice() throws Exception {
      var tap = Tap.on(hsm.cryptoki());
      tap.twist(
          "login",
          _ -> {
            throw Refusals.of(Fn.C_LOGIN, Ckr.CKR_DEVICE_ERROR);
          });
      assertThatThrownBy(() -> openWithPin(tap, SoftHsm.PIN))
          .isInstanceOf(TokenException.DeviceFailed.class);
      assertThat(tap.calls("login")).hasSize(1);
    }
  }

  @Nested
  class AModule {
    @Test
    void thatIsMissingIsNamed() {
      assertThatThrownBy(() -> Pkcs11Module.load(Path.of("/nowhere/lib.so")))
          .isInstanceOfSatisfying(
              TokenException.ModuleUnusable.class,
              e -> assertThat(e.remedy()).contains("module.path"))
          .hasMessage("PKCS#11 module /nowhere/lib.so does not exist");
    }

    @Test
    void thatIsNoLibraryIsNamed() throws Exception {
      Path text = Files.writeString(dir.resolve("text.so"), "no library\n".repeat(100));
      assertThatThrownBy(() -> Pkcs11Module.load(text))
          .isInstanceOfSatisfying(
              TokenException.ModuleUnusable.class,
              e -> assertThat(e.remedy()).contains("ldd " + text))
          .hasMessageContaining(text.toString());
    }

    @Test
    void isNotInitialisedTwice() throws Exception {
      try (var _ = Pkcs11Module.initialize(hsm.cryptoki())) {
        assertThatThrownBy(() -> Pkcs11Module.initialize(hsm.cryptoki()))
            .isInstanceOf(TokenException.ModuleUnusable.class)
            .hasMessageContaining("CKR_CRYPTOKI_ALREADY_INITIALIZED");
      }
    }
  }

  @Nested
  class ATokenThatHangs {
    /// Whichever lane comes first to the call that hangs: under load, none may get far in time.
    @Test
    void isNotFinalisedWhileALaneIsInsideIt() throws Exception {
      var tap = Tap.on(hsm.cryptoki());
      var release = new CountDownLatch(1);
      var lane = new CompletableFuture<Thread>();
      tap.twist(
          "openSession",
          call -> {
            if (isLane(call.caller())) {
              lane.complete(call.caller());
              Blocks.until(release);
            }
            return call.pass();
          });
      var impatient = new LaneSettings(1, 4, Duration.ofMillis(500));
      try {
        assertThatThrownBy(
                () -> Serving.open(tap.cryptoki(), SoftHsm.labelled("keelson"), "prod", impatient))
            .isInstanceOf(TokenException.CallStuck.class)
            .hasMessageContaining("did not answer within 500 ms");
        assertThat(tap.calls("finish")).isEmpty();
      } finally {
        release.countDown();
        lane.get(30, TimeUnit.SECONDS).join();
        tap.cryptoki().finish();
      }
    }

    private static boolean isLane(Thread thread) {
      return thread.getName().startsWith("canary") || thread.getName().startsWith("lane");
    }
  }

  private static Served openWithPin(Tap tap, String text) throws TokenException {
    var surroundings =
        new ServedToken.Surroundings(
            tap.cryptoki(), () -> Serving.NOON, new SecureRandom(), SoftHsm.newGuard());
    var wanted =
        new ServedToken.Wanted(
            new KeyringName("prod"), SoftHsm.labelled("keelson"), Serving.LANES, GcmIv.DAEMON);
    try (var pin = SoftHsm.pin(text)) {
      return Served.open(surroundings, wanted, pin);
    }
  }
}
