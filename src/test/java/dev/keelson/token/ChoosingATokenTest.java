package dev.keelson.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.kek.KekException;
import dev.keelson.kek.KekId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tokens `east` and `west`, each with a key of keyring `prod` and of the same label, and two
/// tokens `twin`.
class ChoosingATokenTest {
  @TempDir private static Path dir;
  private static SoftHsm hsm;

  @BeforeAll
  static void makeTokens() throws Exception {
    hsm = SoftHsm.in(dir);
    hsm.withToken("east", Serving.NOON, "prod").withToken("west", Serving.NOON, "prod");
    new SoftHsmTools(hsm).initToken("twin");
    new SoftHsmTools(hsm).initToken("twin");
  }

  @Test
  void byItsLabelFindsItsOwnKeys() throws Exception {
    KekId east;
    byte[] sealed;
    try (var served = Serving.open(hsm, "east", "prod")) {
      east = served.keyring().active().id();
      sealed = served.keyring().seal("a seed".getBytes(US_ASCII)).ciphertext();
    }
    try (var served = Serving.open(hsm, "west", "prod")) {
      KekId west = served.keyring().active().id();
      assertThat(west.fingerprint()).isNotEqualTo(east.fingerprint());
      assertThatThrownBy(() -> served.keyring().open(east.toString(), sealed))
          .isInstanceOf(KekException.UnknownKek.class);
      assertThatThrownBy(() -> served.keyring().open(west.toString(), sealed))
          .isInstanceOf(KekException.Tampered.class);
    }
  }

  @Test
  void thatIsAbsentTellsWhatIsThere() throws Exception {
    assertThatThrownBy(() -> found(SoftHsm.labelled("north")))
        .isInstanceOfSatisfying(
            TokenException.TokenAbsent.class,
            e ->
                assertThat(e.remedy())
                    .endsWith("to make a new one: keelson token init --config FILE"))
        .hasMessageStartingWith("no token with label 'north'; the module shows ")
        .hasMessageContainingAll("'east' (serial ", "'west' (serial ", "a blank slot (SoftHSM v2)");
  }

  @Test
  void byAPartOfItsLabelFindsNone() {
    for (String label : List.of("eas", "East", "east ", "east\0")) {
      assertThatThrownBy(() -> found(SoftHsm.labelled(label)))
          .isInstanceOf(TokenException.TokenAbsent.class);
    }
  }

  @Test
  void byALabelThatTwoHaveIsRefusedAndBySerialEachIsFound() throws Exception {
    List<String> serials = twins();
    assertThatThrownBy(() -> found(SoftHsm.labelled("twin")))
        .isInstanceOf(TokenException.TokenAmbiguous.class)
        .hasMessageStartingWith("2 tokens have label 'twin': ")
        .hasMessageContainingAll(serials.getFirst(), serials.getLast());
    for (String serial : serials) {
      assertThat(found(new TokenSelector(Optional.empty(), Optional.of(serial)))).isEqualTo(serial);
      assertThat(found(new TokenSelector(Optional.of("twin"), Optional.of(serial))))
          .isEqualTo(serial);
    }
  }

  @Test
  void byALabelAndAnotherTokensSerialFindsNone() throws Exception {
    String twin = twins().getFirst();
    assertThatThrownBy(() -> found(new TokenSelector(Optional.of("east"), Optional.of(twin))))
        .isInstanceOf(TokenException.TokenAbsent.class)
        .hasMessageContaining("label 'east' and serial '" + twin + "'");
  }

  @Test
  void byNeitherIsNoChoice() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TokenSelector(Optional.empty(), Optional.empty()));
  }

  private static String found(TokenSelector selector) throws TokenException {
    try (var module = Pkcs11Module.initialize(hsm.cryptoki())) {
      return module.find(selector).info().serial();
    }
  }

  private static List<String> twins() throws TokenException {
    try (var module = Pkcs11Module.initialize(hsm.cryptoki())) {
      return module.tokens().stream()
          .filter(token -> token.info().label().equals("twin"))
          .map(token -> token.info().serial())
          .toList();
    }
  }
}
