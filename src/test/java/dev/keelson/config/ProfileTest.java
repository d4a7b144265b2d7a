package dev.keelson.config;

import static dev.keelson.config.Configs.config;
import static dev.keelson.config.Configs.faults;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.keelson.envelope.Suite;
import dev.keelson.kek.KeyringName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileTest {
  private static final Path FILES = Path.of("hsm-config");

  /// Line 1 names the profile, line 8 is free.
  private static String minimal(String profile) {
    return """
    profile: %s
    keyring: prod
    token:
      label: keelson
      pin-file: /etc/keelson/pin
    socket:
      address: unix:///run/kms.sock
    """
        .replace("%s", profile);
  }

  static List<String> names() {
    return Profile.NAMES;
  }

  @Nested
  class EveryDeviceFile {
    @Test
    void isAProfileAndTheOtherWayRound() throws IOException {
      try (Stream<Path> files = Files.list(FILES)) {
        assertThat(files.map(file -> file.getFileName().toString()).sorted())
            .containsExactlyElementsOf(Profile.NAMES.stream().map(name -> name + ".yaml").toList());
      }
    }

    @ParameterizedTest
    @MethodSource("dev.keelson.config.ProfileTest#names")
    void isAWholeConfiguration(String name) throws ConfigException {
      var alone = ConfigFile.read(FILES.resolve(name + ".yaml"));
      assertThat(alone.keyring()).isEqualTo(new KeyringName("prod"));
      assertThat(alone.stateDir()).isEqualTo(KeelsonConfig.DEFAULT_STATE_DIR);
    }

    @ParameterizedTest
    @MethodSource("dev.keelson.config.ProfileTest#names")
    void givesItsModuleLanesAndCanaryAndNothingElse(String name) throws ConfigException {
      var alone = ConfigFile.read(FILES.resolve(name + ".yaml"));
      var read = config(minimal(name));
      assertThat(read.module()).isEqualTo(alone.module());
      assertThat(read.lanes()).isEqualTo(alone.lanes());
      assertThat(read.canary()).isEqualTo(alone.canary());
      assertThat(read.socket().address()).hasToString("unix:///run/kms.sock");
    }

    @ParameterizedTest
    @MethodSource("dev.keelson.config.ProfileTest#names")
    void saysWhatWasRunAndWhichSuiteTheDeviceCanDo(String name) throws IOException {
      String text = Files.readString(FILES.resolve(name + ".yaml")).replaceAll("\\s+#?\\s*", " ");
      assertThat(text).contains("Suite: ");
      assertThat(text.contains("Run on the device: yes")).isEqualTo(name.equals("softhsm2"));
      assertThat(Pattern.compile("(aes-256-gcm|hmac-kdf)[a-z0-9-]*").matcher(text).results())
          .isNotEmpty()
          .allMatch(suite -> Suite.named(suite.group()).isPresent());
    }
  }

  @Nested
  class AUsersKey {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
        delimiter = '|',
        value = {
          "canary: {interval: 2s}      | libtpm2_pkcs11.so.1 | 1  | 16384 | PT2S",
          "lanes: {queue: 7}           | libtpm2_pkcs11.so.1 | 1  | 7     | PT10S",
          "lanes: {queue: 7, count: 2} | libtpm2_pkcs11.so.1 | 2  | 7     | PT10S",
          "lanes:                      | libtpm2_pkcs11.so.1 | 1  | 16384 | PT10S",
          "lanes: {}                   | libtpm2_pkcs11.so.1 | 1  | 16384 | PT10S",
          "module: {path: /opt/tpm.so} | tpm.so              | 1  | 16384 | PT10S",
          "module: {environment: {}}   | libtpm2_pkcs11.so.1 | 1  | 16384 | PT10S",
        })
    void countsBeforeTheProfiles(String line, String library, int count, int queue, String interval)
        throws ConfigException {
      var read = config(minimal("tpm2") + line);
      assertThat(read.module().path().getFileName()).hasToString(library);
      assertThat(read.module().environment())
          .containsEntry("TPM2_PKCS11_TCTI", "device:/dev/tpmrm0")
          .containsEntry("TPM2_PKCS11_STORE", "/var/lib/keelson/tpm2-pkcs11");
      assertThat(read.lanes().count()).isEqualTo(count);
      assertThat(read.lanes().queue()).isEqualTo(queue);
      assertThat(read.canary().interval()).hasToString(interval);
    }

    @Test
    void ofTheEnvironmentIsAddedToTheProfilesByName() throws ConfigException {
      var variables = "{TPM2_PKCS11_STORE: /srv/tpm, TPM2_PKCS11_STOR: near, TSS2_LOG: all+none}";
      var read = config(minimal("tpm2") + "module: {environment: " + variables + "}");
      assertThat(read.module().environment())
          .containsOnlyKeys("TPM2_PKCS11_STORE", "TPM2_PKCS11_STOR", "TSS2_LOG", "TPM2_PKCS11_TCTI")
          .containsEntry("TPM2_PKCS11_STORE", "/srv/tpm");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
        delimiter = '|',
        value = {
          "lanes: {count: } | lanes.count: no value instead of a whole number",
          "lanes: {count: 0} | lanes.count: lanes: 1 to 256, not 0",
          "lanes: {coutn: 0} | lanes.coutn: unknown key; did you mean 'count'?",
          "lanes: {coutn: 0} | lanes.coutn: lanes: 1 to 256, not 0",
          "lane: {count: 0} | lane: unknown key; did you mean 'lanes'?",
          "lane: {count: 0} | lanes.count: lanes: 1 to 256, not 0",
          "lanes: 4 | lanes: a text instead of a section of keys",
          "module: {path: lib.so} | module.path: 'lib.so' is not an absolute path",
          "module: {paht: lib.so} | module.paht: 'lib.so' is not an absolute path",
          "module: {environment: [x]} | module.environment: a list instead of a section",
          "profile: tpm2 | profile: duplicate key, line 1 has it too",
        })
    void keepsItsFaultsAndItsLine(String line, String fault) {
      assertThat(faults(minimal("yubihsm2") + line))
          .isNotEmpty()
          .allMatch(one -> one.startsWith("keelson.yaml:8: "))
          .anyMatch(one -> one.startsWith("keelson.yaml:8: " + fault.strip()));
    }
  }

  @Nested
  class AProfile {
    @Test
    void doesNotReplaceWhatIsTheUsersAlone() {
      assertThat(faults("profile: tpm2"))
          .extracting(line -> line.replaceFirst("keelson.yaml:1: ([^;]*);.*", "$1"))
          .containsExactly(
              "keyring: required, but missing",
              "token: neither label nor serial",
              "token: no pin-file, pin-prompt, pin-credential or pin-source",
              "socket.address: required, but missing");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
        delimiter = '|',
        value = {
          "yubihsm | 'yubihsm' is no profile, but 'yubihsm2' is; write one of cloudhsm, kryoptic,",
          "TPM2 | 'TPM2' is no profile, but 'tpm2' is; write one of",
          "../tpm2 | '../tpm2' is no profile",
          "tpm2.yaml | 'tpm2.yaml' is no profile",
          "\"\" | '' is no profile",
          "[tpm2] | a list instead of a profile's name",
          "'' | no value instead of a profile's name; write one of",
        })
    void thatIsUnknownIsReportedWithThoseThatAreKnown(String name, String fault) {
      assertThat(faults(minimal(name)).getFirst()).startsWith("keelson.yaml:1: profile: " + fault);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yubihsm", "softhsm", "TPM2"})
    void thatIsMisspeltIsReadAsWhatWasMeant(String name) {
      assertThat(faults(minimal(name))).hasSize(1);
    }

    @Test
    void underAMisspeltKeyIsReadAsWhatWasMeant() {
      assertThat(faults(minimal("tpm2").replace("profile", "profil")))
          .containsExactly("keelson.yaml:1: profil: unknown key; did you mean 'profile'?");
    }

    @Test
    void cannotNameAProfileItself() {
      assertThatIllegalStateException()
          .isThrownBy(() -> Profile.parse("mine", "profile: tpm2".getBytes(UTF_8)))
          .withMessage("the profile 'mine' names a profile itself");
    }

    @Test
    void thatIsBrokenIsABugAndNoFaultOfTheFile() {
      assertThatIllegalStateException()
          .isThrownBy(() -> Profile.parse("mine", "module: [".getBytes(UTF_8)))
          .withMessage("the profile 'mine' cannot be read");
    }
  }
}
