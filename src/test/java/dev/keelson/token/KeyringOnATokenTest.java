package dev.keelson.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.kek.Generation;
import dev.keelson.kek.KekId;
import dev.keelson.kek.Keyring.Sealed;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyringOnATokenTest {
  @TempDir private Path dir;
  private SoftHsm hsm;

  @BeforeEach
  void makeAToken() throws Exception {
    hsm = SoftHsm.in(dir).withToken("keelson", Serving.NOON, "other");
  }

  @Test
  void isRefusedWhenAbsent() {
    assertThatThrownBy(() -> Serving.open(hsm, "keelson", "prod"))
        .isInstanceOfSatisfying(
            KeyringException.KeyringAbsent.class,
            e -> assertThat(e.remedy()).contains("keelson/<keyring>/<generation>/"))
        .hasMessageStartingWith("the token 'keelson' (serial ")
        .hasMessageEndingWith("has no key of keyring 'prod'");
  }

  @Test
  void isRefusedWhenNoneIsActiveYet() throws Exception {
    var keys = Keys.on(hsm, "keelson");
    keys.generation("prod", 2, Serving.NOON.plusSeconds(7_200));
    keys.generation("prod", 1, Serving.NOON.plusSeconds(3_600));
    assertThatThrownBy(() -> Serving.open(hsm, "keelson", "prod"))
        .isInstanceOf(KeyringException.NoneActive.class)
        .hasMessage(
            "no generation of keyring 'prod' is active yet; the first becomes so at"
                + " 2026-11-01T13:00:00Z");
  }

  @Test
  void isRefusedWhenTwoKeysAreOneGeneration() throws Exception {
    var keys = Keys.on(hsm, "keelson");
    keys.generation("prod", 1, Serving.NOON.minusSeconds(60));
    keys.generation("prod", 1, Serving.NOON);
    assertThatThrownBy(() -> Serving.open(hsm, "keelson", "prod"))
        .isInstanceOf(KeyringException.DuplicateKeys.class)
        .hasMessageContainingAll(
            "the number of generation 1 of keyring 'prod'",
            "keelson/prod/1/20261101115900",
            "keelson/prod/1/20261101120000");
  }

  @Test
  void isRefusedWhenTwoKeysHaveOneLabel() throws Exception {
    var keys = Keys.on(hsm, "keelson");
    keys.generation("prod", 1, Serving.NOON);
    keys.generation("prod", 1, Serving.NOON);
    assertThatThrownBy(() -> Serving.open(hsm, "keelson", "prod"))
        .isInstanceOf(KeyringException.DuplicateKeys.class)
        .hasMessageMatching(
            ".*have the number of generation 1 of keyring 'prod': prod/1/([0-9a-f]{16}) .* and"
                + " prod/1/(?!\\1)[0-9a-f]{16} .*");
  }

  @Test
  void holdsItsGenerationsAndNoOthers() throws Exception {
    var keys = Keys.on(hsm, "keelson");
    keys.generation("prod", 3, Serving.NOON.plusSeconds(60));
    keys.generation("prod", 1, Serving.NOON.minusSeconds(60));
    keys.generation("prod", 2, Serving.NOON);
    keys.generation("prod-2", 9, Serving.NOON);
    try (var served = Serving.open(hsm, "keelson", "prod")) {
      assertThat(served.keyring().generations())
          .extracting(Generation::number)
          .containsExactlyInAnyOrder(1, 2, 3);
      assertThat(served.keyring().active().number()).isEqualTo(2);
      assertThat(served.canary().id()).isEqualTo(served.keyring().active().id());
    }
  }

  @Test
  void hasTheSameNamesAndOpensTheSameEnvelopesAfterARestart() throws Exception {
    Keys.on(hsm, "keelson").generation("other", 2, Serving.NOON);
    Sealed before;
    List<KekId> names;
    try (var served = Serving.open(hsm, "keelson", "other")) {
      before = served.keyring().seal("a seed".getBytes(US_ASCII));
      names = names(served);
    }
    for (int restart = 0; restart < 3; restart++) {
      try (var served = Serving.open(hsm, "keelson", "other")) {
        assertThat(names(served)).isEqualTo(names);
        byte[] opened =
            served
                .keyring()
                .open(before.by().toString(), before.ciphertext(), seed -> seed.clone());
        assertThat(opened).asString(US_ASCII).isEqualTo("a seed");
      }
    }
  }

  private static List<KekId> names(Served served) {
    return served.keyring().generations().stream()
        .map(Generation::id)
        .sorted((one, other) -> Integer.compare(one.generation(), other.generation()))
        .toList();
  }
}
