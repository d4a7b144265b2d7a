package dev.keelson.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.cryptoki.Mechanism.AesGcm;
import dev.keelson.kek.KekId;
import dev.keelson.kek.KeyringName;
import dev.keelson.secret.SecretBytes;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectKekTest {
  private static final byte[] SEED = "a seed of thirty-two bytes, here".getBytes(US_ASCII);

  @TempDir private Path dir;
  private SoftHsm hsm;
  private Tap tap;

  @BeforeEach
  void makeAKeyring() throws Exception {
    hsm = SoftHsm.in(dir).withToken("keelson", Serving.NOON, "prod");
    tap = Tap.on(hsm.cryptoki());
  }

  @Test
  void isTheKeyThatADaemonSealsWith() throws Exception {
    KekId served;
    try (var token = Serving.open(hsm, "keelson", "prod")) {
      served = token.keyring().active().id();
    }
    try (var direct = open("prod", Serving.NOON)) {
      assertThat(direct.id()).isEqualTo(served);
    }
  }

  @Test
  void opensWhatItSealed() throws Exception {
    try (var direct = open("prod", Serving.NOON);
        var session = direct.session();
        var seed = SecretBytes.takeOver(SEED.clone());
        var opened = session.open(session.seal(seed))) {
      assertThat(opened.sameAs(seed)).isTrue();
    }
  }

  @Test
  void asksTheModuleWhatALaneAsks() throws Exception {
    try (var token =
        Serving.open(tap.cryptoki(), SoftHsm.labelled("keelson"), "prod", Serving.LANES)) {
      var _ = token.keyring().seal(SEED);
    }
    AesGcm lane = ivsAndAads().getLast();
    sealOften(1);
    AesGcm direct = ivsAndAads().getLast();
    assertThat(direct.aad()).isEqualTo(lane.aad());
    assertThat(direct.tagBytes()).isEqualTo(lane.tagBytes());
  }

  /// A repeated IV would give the key away (NIST SP 800-38D §8).
  @Test
  void neverUsesAnIvTwice() throws Exception {
    sealOften(3_000);
    assertThat(ivsAndAads().stream().map(gcm -> HexFormat.of().formatHex(gcm.iv())))
        .hasSizeGreaterThanOrEqualTo(3_000)
        .doesNotHaveDuplicates();
  }

  @Test
  void isRefusedBeforeItsTime() {
    assertThatThrownBy(() -> open("prod", Serving.NOON.minusSeconds(1)))
        .isInstanceOf(KeyringException.NoneActive.class);
  }

  @Test
  void isRefusedWhenThereIsNone() {
    assertThatThrownBy(() -> open("other", Serving.NOON))
        .isInstanceOf(KeyringException.KeyringAbsent.class);
  }

  private void sealOften(int times) throws Exception {
    try (var direct = open("prod", Serving.NOON);
        var session = direct.session();
        var seed = SecretBytes.takeOver(SEED.clone())) {
      for (int i = 0; i < times; i++) {
        var _ = session.seal(seed);
      }
    }
  }

  private List<AesGcm> ivsAndAads() {
    return tap.calls("encrypt").stream().map(call -> (AesGcm) call.arguments()[1]).toList();
  }

  private DirectKek open(String keyring, Instant now) throws TokenException {
    var surroundings =
        new ServedToken.Surroundings(
            tap.cryptoki(), () -> now, new SecureRandom(), SoftHsm.newGuard());
    var wanted =
        new ServedToken.Wanted(
            new KeyringName(keyring), SoftHsm.labelled("keelson"), Serving.LANES, GcmIv.DAEMON);
    try (var pin = SoftHsm.pin(SoftHsm.PIN)) {
      return DirectKek.open(surroundings, wanted, pin);
    }
  }
}
