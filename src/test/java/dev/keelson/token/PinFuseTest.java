package dev.keelson.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.cryptoki.Ckr;
import dev.keelson.cryptoki.Fn;
import dev.keelson.cryptoki.Refusals;
import dev.keelson.kek.KeyringName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a real SoftHSM, which counts wrong PINs but never locks.
class PinFuseTest {
  @TempDir private Path dir;
  private SoftHsm hsm;
  private Tap tap;

  @BeforeEach
  void prepare() throws Exception {
    hsm = SoftHsm.in(dir).withToken("keelson", Serving.NOON, "prod");
    tap = Tap.on(hsm.cryptoki());
  }

  @Test
  void letsAWrongPinReachTheModuleOnceInAThousandStarts() throws Exception {
    assertThatThrownBy(() -> open("wrong")).isInstanceOf(TokenException.PinRefused.class);
    for (int i = 1; i < 1_000; i++) {
      assertThatThrownBy(() -> open("wrong")).isInstanceOf(TokenException.PinBlown.class);
    }
    assertThat(tap.calls("login")).hasSize(1);
  }

  @Test
  void triesAnotherPinAndForgetsTheRefusedOneWhenThatIsTaken() throws Exception {
    assertThatThrownBy(() -> open("wrong")).isInstanceOf(TokenException.PinRefused.class);
    assertThatThrownBy(() -> open("other")).isInstanceOf(TokenException.PinRefused.class);
    open(SoftHsm.PIN).close();
    assertThat(files()).isEmpty();
  }

  @Test
  void keepsNoPinAndLetsNobodyElseRead() throws Exception {
    assertThatThrownBy(() -> open("wrong-7531")).isInstanceOf(TokenException.PinRefused.class);
    Path fuse = files().getFirst();
    assertThat(Files.readString(fuse))
        .matches("keelson-pin-fuse/1 REFUSED [0-9a-f]{32} [0-9a-f]{64}\n")
        .doesNotContain("7531");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fuse)))
        .isEqualTo("rw-------");
  }

  /// As after a kill between the note and the token's answer.
  @Test
  void believesTheTokensOwnCountAboutATryThatNeverEnded() throws Exception {
    assertThatThrownBy(() -> open("wrong")).isInstanceOf(TokenException.PinRefused.class);
    Path fuse = files().getFirst();
    String trying = Files.readString(fuse).replace("REFUSED", "TRYING");
    Files.writeString(fuse, trying);
    assertThatThrownBy(() -> open("wrong")).isInstanceOf(TokenException.PinBlown.class);

    open(SoftHsm.PIN).close();
    Files.writeString(fuse, trying);
    assertThatThrownBy(() -> open("wrong")).isInstanceOf(TokenException.PinRefused.class);
    assertThat(tap.calls("login")).hasSize(3);
  }

  /// By Python: hashlib.pbkdf2_hmac('sha256', b'wrong', bytes(range(16)), 20000).
  @Test
  void knowsARefusalThatAnOlderReleaseWrote() throws Exception {
    assertThatThrownBy(() -> open("wrong")).isInstanceOf(TokenException.PinRefused.class);
    Files.writeString(
        files().getFirst(),
        "keelson-pin-fuse/1 REFUSED 000102030405060708090a0b0c0d0e0f"
            + " ed5328750c0b4bcbb27431e17444bd4d8031f9d3c5c1012fe91b255c6beb046c\n");
    assertThatThrownBy(() -> open("wrong")).isInstanceOf(TokenException.PinBlown.class);
    assertThat(tap.calls("login")).hasSize(1);
  }

  @Test
  void triesNothingWhenItCannotBeRead() throws Exception {
    assertThatThrownBy(() -> open("wrong")).isInstanceOf(TokenException.PinRefused.class);
    Files.writeString(files().getFirst(), "what is this\n");
    assertThatThrownBy(() -> open(SoftHsm.PIN)).isInstanceOf(TokenException.FuseUnusable.class);
    assertThat(tap.calls("login")).hasSize(1);
  }

  @Test
  void triesNothingAtATokenThatWarnsUnlessTheRiskIsTaken() throws Exception {
    assertThatThrownBy(() -> open("wrong")).isInstanceOf(TokenException.PinRefused.class);
    assertThatThrownBy(() -> open(SoftHsm.PIN, PinGuard.Risk.AVOID))
        .isInstanceOf(TokenException.PinAtRisk.class)
        .hasMessageContaining("a wrong PIN was tried since the last right one");
    assertThat(tap.calls("login")).hasSize(1);
    open(SoftHsm.PIN, PinGuard.Risk.TAKEN).close();
    open(SoftHsm.PIN, PinGuard.Risk.AVOID).close();
  }

  @Nested
  class OnAFullDisk {
    private PinFuse fuse;

    @BeforeEach
    void keepOneFuse() {
      fuse = new PinFuse(dir.resolve("fuse"), new SecureRandom());
    }

    @Test
    void triesNoPinThatTheTokenNeverTook() throws Exception {
      fillDisk();
      assertThatThrownBy(() -> openWith(SoftHsm.PIN))
          .isInstanceOf(TokenException.FuseUnusable.class);
      assertThat(tap.calls("login")).isEmpty();
    }

    @Test
    void triesAPinAgainThatTheTokenTookBefore() throws Exception {
      openWith(SoftHsm.PIN).close();
      fillDisk();
      openWith(SoftHsm.PIN).close();
      assertThat(tap.calls("login")).hasSize(2);
    }

    @Test
    void triesItNoMoreOnceTheTokenHasAnother() throws Exception {
      openWith(SoftHsm.PIN).close();
      fillDisk();
      tap.twist(
          "login",
          _ -> {
            throw Refusals.of(Fn.C_LOGIN, Ckr.CKR_PIN_INCORRECT);
          });
      for (int i = 0; i < 5; i++) {
        assertThatThrownBy(() -> openWith(SoftHsm.PIN)).isInstanceOf(TokenException.class);
      }
      assertThat(tap.calls("login")).hasSize(2);
    }

    /// As root sees it too: nothing can be written where the fuse is.
    private void fillDisk() throws Exception {
      Files.deleteIfExists(dir.resolve("fuse"));
      Files.writeString(dir.resolve("fuse"), "in the way");
    }

    private Served openWith(String pin) throws TokenException {
      return open(pin, new PinGuard(fuse, PinGuard.Risk.TAKEN));
    }
  }

  private Served open(String pin) throws TokenException {
    return open(pin, PinGuard.Risk.TAKEN);
  }

  private Served open(String text, PinGuard.Risk risk) throws TokenException {
    return open(text, new PinGuard(new PinFuse(dir.resolve("fuse"), new SecureRandom()), risk));
  }

  private Served open(String text, PinGuard guard) throws TokenException {
    var surroundings =
        new ServedToken.Surroundings(tap.cryptoki(), () -> Serving.NOON, new SecureRandom(), guard);
    var wanted =
        new ServedToken.Wanted(
            new KeyringName("prod"), SoftHsm.labelled("keelson"), Serving.LANES, GcmIv.DAEMON);
    try (var pin = SoftHsm.pin(text)) {
      return Served.open(surroundings, wanted, pin);
    }
  }

  private List<Path> files() throws Exception {
    try (Stream<Path> files = Files.list(dir.resolve("fuse"))) {
      return files.toList();
    }
  }
}
