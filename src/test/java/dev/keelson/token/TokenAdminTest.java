package dev.keelson.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.cryptoki.Ck;
import dev.keelson.cryptoki.Ckr;
import dev.keelson.cryptoki.Fn;
import dev.keelson.cryptoki.Refusals;
import dev.keelson.cryptoki.TokenInfo;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenAdminTest {
  @TempDir private Path dir;
  private SoftHsm hsm;
  private Tap tap;
  private PinFuse fuse;

  @BeforeEach
  void prepare() throws Exception {
    hsm = SoftHsm.in(dir);
    tap = Tap.on(hsm.cryptoki());
    fuse = new PinFuse(dir.resolve("fuse"), new SecureRandom());
  }

  @Test
  void makesATokenInABlankSlot() throws Exception {
    try (var admin = open();
        var soPin = SoftHsm.pin(SoftHsm.SO_PIN)) {
      TokenSlot blank = admin.tokens().getFirst();
      assertThat(TokenState.of(blank.info())).isEqualTo(TokenState.BLANK);
      TokenSlot made = admin.init(blank, "keelson", soPin);
      assertThat(TokenState.of(made.info())).isEqualTo(TokenState.NO_USER_PIN);
      admin.setUserPin(made, soPin, SoftHsm.pin(SoftHsm.PIN));
      TokenSlot ready = admin.again(made);
      assertThat(TokenState.of(ready.info())).isEqualTo(TokenState.READY);
      assertThat(ready.info().label()).isEqualTo("keelson");
      assertThat(admin.takes(ready, SoftHsm.pin(SoftHsm.PIN))).isTrue();
    }
  }

  @Test
  void makesATokenAnewUnderTheSameSerialAndEmpty() throws Exception {
    hsm.withToken("keelson", Serving.NOON, "prod");
    try (var admin = open();
        var soPin = SoftHsm.pin(SoftHsm.SO_PIN)) {
      TokenSlot token = keelson(admin);
      TokenSlot made = admin.init(token, "other", soPin);
      assertThat(made.info().serial()).isEqualTo(token.info().serial());
      assertThat(made.info().label()).isEqualTo("other");
      assertThat(TokenState.of(made.info())).isEqualTo(TokenState.NO_USER_PIN);
    }
  }

  @Test
  void triesAWrongSoPinOnceAndHoldsItInTheFuse() throws Exception {
    hsm.withToken("keelson", Serving.NOON, "prod");
    for (int i = 0; i < 3; i++) {
      try (var admin = open();
          var wrong = SoftHsm.pin("wrong-so-pin")) {
        var token = keelson(admin);
        assertThatThrownBy(() -> admin.init(token, "keelson", wrong))
            .isInstanceOf(i == 0 ? TokenException.PinRefused.class : TokenException.PinBlown.class)
            .hasMessageContaining("SO PIN")
            .hasMessageNotContaining("wrong-so-pin");
        assertThat(fuse.memory(token.info().serial(), LoginUser.SECURITY_OFFICER))
            .isEqualTo(PinFuse.Memory.REFUSED);
      }
    }
    assertThat(tap.calls("initToken")).hasSize(1);
    try (var served = Serving.open(hsm, "keelson", "prod")) {
      assertThat(served.keyring().generations()).hasSize(1);
    }
  }

  @Test
  void leavesATokenAloneThatIsInUse() throws Exception {
    hsm.withToken("keelson", Serving.NOON, "prod");
    try (var admin = open();
        var soPin = SoftHsm.pin(SoftHsm.SO_PIN)) {
      var token = keelson(admin);
      long session = tap.cryptoki().openSession(token.slot());
      assertThatThrownBy(() -> admin.init(token, "keelson", soPin))
          .isInstanceOfSatisfying(
              TokenException.TokenInUse.class,
              e -> assertThat(e.remedy()).startsWith("stop every daemon"))
          .hasMessageContaining("CKR_SESSION_EXISTS");
      tap.cryptoki().closeSession(session);
      assertThat(fuse.memory(token.info().serial(), LoginUser.SECURITY_OFFICER))
          .isEqualTo(PinFuse.Memory.NONE);
    }
  }

  @Test
  void forgetsARefusedPinThatItThenGivesTheToken() throws Exception {
    hsm.withToken("keelson", Serving.NOON);
    try (var admin = open();
        var soPin = SoftHsm.pin(SoftHsm.SO_PIN);
        var pin = SoftHsm.pin("next-user-pin")) {
      var token = keelson(admin);
      assertThat(admin.takes(token, pin)).isFalse();
      admin.setUserPin(token, soPin, pin);
      assertThat(admin.takes(admin.again(token), pin)).isTrue();
    }
  }

  @Test
  void refusesAPinThatTheTokenWouldNotTakeBeforeAnythingIsTried() throws Exception {
    hsm.withToken("keelson", Serving.NOON);
    try (var admin = open();
        var soPin = SoftHsm.pin(SoftHsm.SO_PIN);
        var shortPin = SoftHsm.pin("abc")) {
      var token = keelson(admin);
      assertThatThrownBy(() -> admin.setUserPin(token, soPin, shortPin))
          .isInstanceOfSatisfying(
              TokenException.NewPinUnfit.class,
              e -> assertThat(e.remedy()).contains("of 4 to 255 bytes"));
    }
    assertThat(tap.calls("login")).isEmpty();
  }

  @Test
  void triesTheSamePinAgainOnceTheFuseIsCleared() throws Exception {
    hsm.withToken("keelson", Serving.NOON);
    try (var admin = open();
        var wrong = SoftHsm.pin("wrong")) {
      var token = keelson(admin);
      assertThat(admin.takes(token, wrong)).isFalse();
      assertThat(admin.takes(token, wrong)).isFalse();
      assertThat(tap.calls("login")).hasSize(1);
      assertThat(fuse.clear(token.info().serial(), LoginUser.USER))
          .isEqualTo(PinFuse.Memory.REFUSED);
      assertThat(admin.takes(token, wrong)).isFalse();
      assertThat(tap.calls("login")).hasSize(2);
    }
  }

  @Test
  void showsASlotThatDoesNotTellItsTokenBesideTheOthers() throws Exception {
    hsm.withToken("keelson", Serving.NOON);
    tap.twist(
        "tokenInfo",
        call -> {
          var info = (TokenInfo) call.pass();
          if (info.label().equals("keelson")) {
            throw Refusals.of(Fn.C_GET_TOKEN_INFO, Ckr.CKR_DEVICE_ERROR);
          }
          return info;
        });
    try (var module = Pkcs11Module.initialize(tap.cryptoki())) {
      assertThat(module.slots())
          .hasSize(2)
          .anySatisfy(seen -> assertThat(seen).isInstanceOf(SilentSlot.class))
          .anySatisfy(seen -> assertThat(seen).isInstanceOf(TokenSlot.class));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0x0, no wrong user PIN was counted, no wrong SO PIN was counted",
    "0x10000, a wrong user PIN was tried, no wrong SO PIN was counted",
    "0x30000, user PIN: one try left, no wrong SO PIN was counted",
    "0x70000, user PIN locked, no wrong SO PIN was counted",
    "0x300000, no wrong user PIN was counted, SO PIN: one try left",
    "0x440000, user PIN locked, SO PIN locked"
  })
  void saysInWordsWhatTheTokenCounts(String flags, String user, String so) throws Exception {
    hsm.withToken("keelson", Serving.NOON);
    try (var admin = open()) {
      var info = PinFileChangeTest.with(Long.decode(flags), keelson(admin).info());
      assertThat(PinCount.of(info, LoginUser.USER).inWords(LoginUser.USER)).isEqualTo(user);
      var officer = LoginUser.SECURITY_OFFICER;
      assertThat(PinCount.of(info, officer).inWords(officer)).isEqualTo(so);
    }
  }

  @Test
  void takesABlankTokenForOneWithoutAPinWhateverItsFlagsSay() throws Exception {
    try (var admin = open()) {
      TokenInfo blank = admin.tokens().getFirst().info();
      assertThat(blank.has(Ck.CKF_SO_PIN_LOCKED)).isTrue();
      assertThat(PinCount.of(blank, LoginUser.SECURITY_OFFICER)).isEqualTo(PinCount.NONE);
    }
  }

  private TokenAdmin open() throws TokenException {
    return TokenAdmin.open(tap.cryptoki(), new PinGuard(fuse, PinGuard.Risk.TAKEN));
  }

  private static TokenSlot keelson(TokenAdmin admin) throws TokenException {
    return admin.find(SoftHsm.labelled("keelson"));
  }
}
