package dev.keelson.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.cryptoki.Ck;
import dev.keelson.kek.Generation;
import dev.keelson.kek.KekId;
import dev.keelson.kek.KeyringName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenSetupTest {
  private static final KeyringName PROD = new KeyringName("prod");

  @TempDir private Path dir;
  private SoftHsm hsm;

  @BeforeEach
  void start() throws Exception {
    hsm = SoftHsm.in(dir);
  }

  @Test
  void makesATokenWithOneKeyThatServes() throws Exception {
    setUp(Tap.on(hsm.cryptoki()), Serving.NOON);
    assertThat(served()).extracting(KekId::generation).containsExactly(1);
  }

  @Test
  void changesNothingTheSecondTime() throws Exception {
    setUp(Tap.on(hsm.cryptoki()), Serving.NOON);
    List<KekId> before = served();
    var tap = Tap.on(hsm.cryptoki());
    setUp(tap, Serving.NOON.plusSeconds(60));
    assertThat(tap.calls("initToken")).isEmpty();
    assertThat(tap.calls("initPin")).isEmpty();
    assertThat(tap.calls("generateKey")).isEmpty();
    assertThat(served()).isEqualTo(before);
  }

  @Test
  void makesNoFirstKeyBesideALaterOne() throws Exception {
    hsm.withToken("keelson", Serving.NOON);
    Keys.on(hsm, "keelson").generation("prod", 7, Serving.NOON);
    setUp(Tap.on(hsm.cryptoki()), Serving.NOON);
    assertThat(served()).extracting(KekId::generation).containsExactly(7);
  }

  @Test
  void finishesATokenThatWasLeftWithoutAUserPin() throws Exception {
    String serial;
    try (var module = Pkcs11Module.initialize(hsm.cryptoki());
        var soPin = SoftHsm.pin(SoftHsm.SO_PIN)) {
      var blank = module.tokens().getFirst();
      assertThat(blank.info().has(Ck.CKF_TOKEN_INITIALIZED)).isFalse();
      module.cryptoki().initToken(blank.slot(), soPin.revealBytes(), "keelson");
      serial = module.find(SoftHsm.labelled("keelson")).info().serial();
    }
    var tap = Tap.on(hsm.cryptoki());
    setUp(tap, Serving.NOON);
    assertThat(tap.calls("initToken")).isEmpty();
    assertThat(tap.calls("initPin")).hasSize(1);
    assertThat(served()).hasSize(1);
    try (var module = Pkcs11Module.initialize(hsm.cryptoki())) {
      assertThat(module.find(SoftHsm.labelled("keelson")).info().serial()).isEqualTo(serial);
    }
  }

  @Test
  void finishesATokenThatWasLeftWithoutAKey() throws Exception {
    hsm.withToken("keelson", Serving.NOON);
    var tap = Tap.on(hsm.cryptoki());
    setUp(tap, Serving.NOON);
    assertThat(tap.calls("generateKey")).hasSize(1);
    assertThat(served()).hasSize(1);
  }

  @Test
  void roundsTheActivationDownToTheSecond() throws Exception {
    setUp(Tap.on(hsm.cryptoki()), Serving.NOON.plusNanos(-1));
    try (var served = Serving.open(hsm, "keelson", "prod")) {
      assertThat(served.keyring().active().activation()).isEqualTo(Serving.NOON.minusSeconds(1));
    }
  }

  @Test
  void leavesAnotherTokenAlone() throws Exception {
    hsm.withToken("other", Serving.NOON, "prod");
    KekId before = named("other");
    setUp(Tap.on(hsm.cryptoki()), Serving.NOON);
    assertThat(named("other")).isEqualTo(before).isNotEqualTo(named("keelson"));
  }

  @Test
  void triesAWrongPinOnce() throws Exception {
    hsm.withToken("keelson", Serving.NOON);
    var tap = Tap.on(hsm.cryptoki());
    try (var module = Pkcs11Module.initialize(tap.cryptoki());
        var wrong = SoftHsm.pin("wrong")) {
      assertThatThrownBy(() ->
              new TokenSetup(module, SoftHsm.newGuard())
                  .provideFirstKek(SoftHsm.labelled("keelson"), PROD, Serving.NOON, wrong))
          .isInstanceOf(TokenException.PinRefused.class);
    }
    assertThat(tap.calls("login")).hasSize(1);
  }

  private static void setUp(Tap tap, Instant now) throws TokenException {
    try (var module = Pkcs11Module.initialize(tap.cryptoki());
        var soPin = SoftHsm.pin(SoftHsm.SO_PIN);
        var userPin = SoftHsm.pin(SoftHsm.PIN)) {
      var setup = new TokenSetup(module, SoftHsm.newGuard());
      setup.provideToken("keelson", soPin, userPin);
      setup.provideFirstKek(SoftHsm.labelled("keelson"), PROD, now, userPin);
    }
  }

  private List<KekId> served() throws TokenException {
    try (var served = Serving.open(hsm, "keelson", "prod")) {
      return served.keyring().generations().stream().map(Generation::id).toList();
    }
  }

  private KekId named(String token) throws TokenException {
    try (var served = Serving.open(hsm, token, "prod")) {
      return served.keyring().active().id();
    }
  }
}
