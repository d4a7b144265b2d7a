package dev.keelson.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.cryptoki.Ckr;
import dev.keelson.cryptoki.Fn;
import dev.keelson.cryptoki.Refusals;
import dev.keelson.kek.Generation;
import dev.keelson.kek.KekId;
import dev.keelson.kek.Keyring.Sealed;
import dev.keelson.secret.SecretBytes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KekAdminTest {
  private static final int ROTATIONS = 10;
  private static final int MANY = 100;

  @TempDir private Path dir;
  private SoftHsm hsm;
  private Tap tap;
  private TappedKeyring keyring;

  @BeforeEach
  void makeAKeyring() throws Exception {
    hsm = SoftHsm.in(dir).withToken("keelson", Serving.NOON, "prod");
    tap = Tap.on(hsm.cryptoki());
    keyring = new TappedKeyring(hsm, tap);
  }

  @Nested
  class AKeyWhoseLabelWasNeverSet {
    private List<KekEntry> before;

    @BeforeEach
    void isLeftOver() throws Exception {
      tap.twist(
          "setAttributes",
          _ -> {
            throw Refusals.of(Fn.C_SET_ATTRIBUTE_VALUE, Ckr.CKR_DEVICE_ERROR);
          });
      try (var admin = admin()) {
        before = admin.list();
        assertThatThrownBy(() -> admin.rotate(Duration.ZERO, Optional.empty()))
            .isInstanceOf(TokenException.DeviceFailed.class)
            .hasMessageContaining("making a key on the token 'keelson'");
      }
      tap.untwist("setAttributes");
      assertThat(tap.calls("generateKey")).hasSize(1);
    }

    @Test
    void isNoGeneration() throws Exception {
      try (var admin = admin()) {
        assertThat(admin.list()).isEqualTo(before).hasSize(1);
      }
    }

    @Test
    void isNotServed() throws Exception {
      try (var served = Serving.open(hsm, "keelson", "prod")) {
        served.keyring().refresh();
        assertThat(served.keyring().generations()).hasSize(1);
        assertOpens(served, seal(served));
      }
    }

    @Test
    void leavesItsNumberToTheNextRotation() throws Exception {
      KekEntry made;
      try (var admin = admin()) {
        made = admin.rotate(Duration.ZERO, Optional.empty());
        assertThat(made.label().generation()).isEqualTo(2);
        assertThat(admin.list()).hasSize(2).contains(made);
      }
      try (var served = Serving.open(hsm, "keelson", "prod")) {
        assertThat(served.keyring().active().id()).isEqualTo(made.id().orElseThrow());
        assertOpens(served, seal(served));
      }
    }
  }

  @Nested
  class Destroying {
    @Test
    void leavesAllAsItWasWhenTheTokenRefuses() throws Exception {
      Sealed old = sealed();
      tap.twist(
          "destroyObject",
          _ -> {
            throw Refusals.of(Fn.C_DESTROY_OBJECT, Ckr.CKR_DEVICE_ERROR);
          });
      try (var admin = admin()) {
        admin.rotate(Duration.ZERO, Optional.empty());
        List<KekEntry> before = admin.list();
        assertThatThrownBy(() -> admin.destroy(old.by(), "a test"))
            .isInstanceOf(TokenException.DeviceFailed.class)
            .hasMessageContaining("destroying the key " + old.by());
        assertThat(admin.list()).isEqualTo(before).hasSize(2);
      }
      try (var served = Serving.open(hsm, "keelson", "prod")) {
        assertOpens(served, old);
      }
    }

    @Test
    void takesOneKeyAlone() throws Exception {
      Sealed old = sealed();
      try (var admin = admin()) {
        KekEntry made = admin.rotate(Duration.ZERO, Optional.empty());
        admin.destroy(old.by(), "a test");
        assertThat(admin.list()).containsExactly(made);
        assertThatThrownBy(() -> admin.destroy(old.by(), "a test"))
            .isInstanceOf(KeyringException.KekAbsent.class);
        assertThat(tap.calls("destroyObject")).hasSize(1);
      }
    }
  }

  @Nested
  class TenRotationsInARow {
    @Test
    void keepEveryEnvelopeOpen() throws Exception {
      List<Sealed> envelopes = new ArrayList<>(List.of(sealed()));
      for (int i = 0; i < ROTATIONS; i++) {
        try (var admin = admin()) {
          admin.rotate(Duration.ZERO, Optional.empty());
        }
        envelopes.add(sealed());
      }
      assertThat(envelopes)
          .extracting(Sealed::by)
          .doesNotHaveDuplicates()
          .extracting(KekId::generation)
          .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
      try (var served = Serving.open(hsm, "keelson", "prod")) {
        for (Sealed envelope : envelopes) {
          assertOpens(served, envelope);
        }
      }
    }
  }

  @Test
  void aHundredRetainedGenerationsAllOpen() throws Exception {
    try (var admin = admin()) {
      for (int i = 0; i < MANY; i++) {
        admin.rotate(Duration.ZERO, Optional.empty());
      }
    }
    try (var served = Serving.open(hsm, "keelson", "prod")) {
      assertThat(served.keyring().generations()).hasSize(MANY + 1);
      assertThat(served.keyring().active().number()).isEqualTo(MANY + 1);
      for (Generation generation : served.keyring().generations()) {
        try (var seed = SecretBytes.takeOver(TappedKeyring.SEED.getBytes(US_ASCII))) {
          var sealed = new Sealed(generation.id(), generation.kek().seal(seed), List.of());
          assertOpens(served, sealed);
        }
      }
    }
  }

  private KekAdmin admin() throws TokenException {
    return keyring.admin();
  }

  private Sealed sealed() throws Exception {
    return keyring.sealed();
  }

  private static Sealed seal(Served served) throws Exception {
    return TappedKeyring.seal(served);
  }

  private static void assertOpens(Served served, Sealed sealed) throws Exception {
    TappedKeyring.assertOpens(served, sealed);
  }
}
