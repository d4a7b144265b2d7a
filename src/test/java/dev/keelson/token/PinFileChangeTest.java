package dev.keelson.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.cryptoki.Ck;
import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Ckr;
import dev.keelson.cryptoki.Fn;
import dev.keelson.cryptoki.Refusals;
import dev.keelson.cryptoki.TokenInfo;
import dev.keelson.secret.NewPinFile;
import dev.keelson.secret.PinFile;
import dev.keelson.token.PinFileChange.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinFileChangeTest {
  private static final String NEW_PIN = "new-pin-1147";

  /// Ends a change between two steps, as SIGKILL would: nothing catches it.
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /// What is done with a change.
  private interface Deed {
    void to(PinFileChange change) throws Exception;
  }

  @TempDir private Path dir;
  private SoftHsm hsm;
  private Tap tap;
  private Path file;
  private PinGuard.Risk risk = PinGuard.Risk.AVOID;

  @BeforeEach
  void prepare() throws Exception {
    hsm = SoftHsm.in(dir).withToken("keelson", Serving.NOON);
    tap = Tap.on(hsm.cryptoki());
    file = Files.writeString(dir.resolve("pin"), SoftHsm.PIN + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
  }

  @Test
  void changesThePinInTokenAndFile() throws Exception {
    make();
    assertThat(Files.readString(file)).isEqualTo(NEW_PIN + "\n");
    assertThat(fresh()).doesNotExist();
    assertThat(takes(NEW_PIN)).isTrue();
    assertThat(takes(SoftHsm.PIN)).isFalse();
  }

  @Test
  void keepsTheNewPinBeforeTheTokenLearnsIt() throws Exception {
    killAtSetPin(call -> {
      throw new Killed();
    });
    assertThat(Files.readString(fresh())).isEqualTo(NEW_PIN + "\n");
    assertThat(Files.readString(file)).isEqualTo(SoftHsm.PIN + "\n");
  }

  @Test
  void cutShortBeforeTheTokenLearntItIsUndone() throws Exception {
    killAtSetPin(call -> {
      throw new Killed();
    });
    assertThat(resume()).isEqualTo(Outcome.OLD);
    assertThat(fresh()).doesNotExist();
    assertThat(Files.readString(file)).isEqualTo(SoftHsm.PIN + "\n");
    assertThat(takes(SoftHsm.PIN)).as("and the token warns of no wrong PIN").isTrue();
  }

  @Test
  void cutShortAfterTheTokenLearntItIsFinishedWithoutAWrongTry() throws Exception {
    killAtSetPin(call -> {
      var _ = call.pass();
      throw new Killed();
    });
    int logins = tap.calls("login").size();
    assertThat(resume()).isEqualTo(Outcome.NEW);
    assertThat(tap.calls("login")).hasSize(logins + 1);
    assertThat(Files.readString(file)).isEqualTo(NEW_PIN + "\n");
    assertThat(fresh()).doesNotExist();
  }

  @Test
  void resumedTwiceTriesTheWrongPinOnce() throws Exception {
    killAtSetPin(call -> {
      throw new Killed();
    });
    tap.twist(
        "login",
        call -> {
          if (tap.calls("login").size() == 3) {
            throw new Killed(); // the first resume, after the new PIN was refused
          }
          return call.pass();
        });
    assertThatThrownBy(this::resume).isInstanceOf(Killed.class);
    assertThat(fresh()).exists();
    tap.untwist("login");
    risk = PinGuard.Risk.TAKEN;
    assertThat(resume()).isEqualTo(Outcome.OLD);
    assertThat(tap.calls("login")).hasSizeLessThanOrEqualTo(5);
    assertThat(fresh()).doesNotExist();
  }

  @Test
  void leavesNothingBehindWhenTheTokenDoesNotWantTheNewPin() throws Exception {
    tap.twist("setPin", refusing(Fn.C_SET_PIN, Ckr.CKR_PIN_INVALID));
    assertThatThrownBy(this::make).isInstanceOf(TokenException.NewPinUnfit.class);
    assertThat(fresh()).doesNotExist();
    tap.untwist("setPin");
    assertThat(takes(SoftHsm.PIN)).isTrue();
  }

  @Test
  void keepsBothPinsWhenTheDeviceFailsInTheMiddle() throws Exception {
    tap.twist("setPin", refusing(Fn.C_SET_PIN, Ckr.CKR_DEVICE_ERROR));
    assertThatThrownBy(this::make).isInstanceOf(TokenException.DeviceFailed.class);
    assertThat(fresh()).exists();
    assertThat(Files.readString(file)).isEqualTo(SoftHsm.PIN + "\n");
  }

  @Test
  void keepsBothPinsWhenTheTokenIsLocked() throws Exception {
    killAtSetPin(call -> {
      throw new Killed();
    });
    tap.twist("login", refusing(Fn.C_LOGIN, Ckr.CKR_PIN_LOCKED));
    assertThatThrownBy(this::resume).isInstanceOf(TokenException.PinRefused.class);
    assertThat(tap.calls("login")).hasSize(2);
    assertThat(fresh()).exists();
    assertThat(file).exists();
  }

  @Test
  void keepsBothPinsWhenOnlyOneTryIsLeft() throws Exception {
    killAtSetPin(call -> {
      throw new Killed();
    });
    tap.twist(
        "tokenInfo",
        call -> {
          var info = (TokenInfo) call.pass();
          return tap.calls("login").size() < 2 ? info : with(Ck.CKF_USER_PIN_FINAL_TRY, info);
        });
    assertThatThrownBy(this::resume).isInstanceOf(TokenException.PinAtRisk.class);
    assertThat(tap.calls("login")).hasSize(2);
    assertThat(fresh()).exists();
  }

  static TokenInfo with(long flag, TokenInfo info) {
    return new TokenInfo(
        info.label(),
        info.manufacturer(),
        info.model(),
        info.serial(),
        info.firmware(),
        info.flags() | flag,
        info.sessions(),
        info.pinLength(),
        info.clock());
  }

  private static Tap.Twist refusing(Fn function, Ckr code) {
    return _ -> {
      throw Refusals.of(function, code);
    };
  }

  private void killAtSetPin(Tap.Twist death) throws CkException {
    tap.twist("setPin", death);
    assertThatThrownBy(this::make).isInstanceOf(Killed.class);
    tap.untwist("setPin");
  }

  private void make() throws Exception {
    with(change -> {
      try (var was = SoftHsm.pin(SoftHsm.PIN);
          var willBe = SoftHsm.pin(NEW_PIN)) {
        change.make(was, willBe);
      }
    });
  }

  private Outcome resume() throws Exception {
    Outcome[] outcome = new Outcome[1];
    with(change -> outcome[0] = change.resume());
    return outcome[0];
  }

  private boolean takes(String text) throws Exception {
    boolean[] taken = new boolean[1];
    with(change -> {
      try (var pin = SoftHsm.pin(text)) {
        taken[0] = change.admin().takes(change.token(), pin);
      }
    });
    return taken[0];
  }

  private void with(Deed deed) throws Exception {
    var fuse = new PinFuse(dir.resolve("fuse"), new SecureRandom());
    try (var admin = TokenAdmin.open(tap.cryptoki(), new PinGuard(fuse, risk))) {
      var token = admin.find(SoftHsm.labelled("keelson"));
      deed.to(new PinFileChange(admin, token, NewPinFile.beside(new PinFile(file))));
    }
  }

  private Path fresh() {
    return dir.resolve("pin.new");
  }
}
