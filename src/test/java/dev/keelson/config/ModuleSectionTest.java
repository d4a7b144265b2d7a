package dev.keelson.config;

import static dev.keelson.config.Configs.config;
import static dev.keelson.config.Configs.faults;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.token.CallOrder;
import dev.keelson.token.GcmIv;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The peculiarities of a vendor's module.
class ModuleSectionTest {
  private static final String SMALLEST =
      """
      keyring: prod
      module:
        path: /usr/lib/vendor/libpkcs11.so
      token: {label: keelson, pin-file: /etc/keelson/pin}
      socket: {address: /run/keelson/kms.sock}
      """;

  private static String with(String line) {
    return SMALLEST.replace("token:", "  " + line + "\ntoken:");
  }

  @Test
  void isTreatedAsTheStandardHasItUnlessToldOtherwise() throws ConfigException {
    assertThat(config(SMALLEST).module().calls()).isEqualTo(CallOrder.PARALLEL);
    assertThat(config(SMALLEST).module().gcmIv()).isEqualTo(GcmIv.DAEMON);
  }

  @ParameterizedTest
  @EnumSource
  void hasItsWayWithIvs(GcmIv iv) throws ConfigException {
    assertThat(config(with("gcm-iv: " + iv)).module().gcmIv()).isEqualTo(iv);
  }

  @ParameterizedTest
  @EnumSource
  void bearsSoManyThreads(CallOrder calls) throws ConfigException {
    assertThat(config(with("calls: " + calls)).module().calls()).isEqualTo(calls);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "calls: one | module.calls: 'one' is not parallel or serial; write serial for",
        "calls: SERIAL | module.calls: 'SERIAL' is not parallel or serial; write serial for",
        "gcm-iv: hsm | module.gcm-iv: 'hsm' is not daemon, returned, zeroed or appended; write",
        "gcm-iv: [daemon] | module.gcm-iv: a list instead of a way that a token has with IVs",
      })
  void isRefusedByNameAndLine(String line, String fault) {
    assertThat(faults(with(line)))
        .singleElement()
        .asString()
        .startsWith("keelson.yaml:4: " + fault);
  }

  @Test
  void thatRacesWithItselfIsRefusedWithoutOrder() throws ConfigException {
    String tpm = SMALLEST.replace("vendor/libpkcs11.so", "libtpm2_pkcs11.so.1");
    assertThat(faults(tpm))
        .singleElement()
        .asString()
        .startsWith("keelson.yaml:3: module.path: tpm2-pkcs11 takes no lock")
        .endsWith("write 'calls: serial' below module, or 'profile: tpm2' at the top");
    assertThat(faults(tpm.replace("token:", "  calls: parallel\ntoken:")))
        .singleElement()
        .asString()
        .startsWith("keelson.yaml:4: module.calls: tpm2-pkcs11 takes no lock");
    assertThat(config("profile: tpm2\n" + tpm).module().calls()).isEqualTo(CallOrder.SERIAL);
  }
}
