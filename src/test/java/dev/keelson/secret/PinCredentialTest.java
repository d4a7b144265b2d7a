package dev.keelson.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PinCredentialTest {
  private static final PinCredential CREDENTIAL = new PinCredential("keelson.pin");

  private static final Path NOT_RUNNING = Path.of("/nowhere/keelson.service");

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void asSystemdMakesIt() throws IOException {
    file = Files.writeString(directory.resolve("keelson.pin"), "4711\n");
    modes("r--------", "r-x------");
  }

  @ParameterizedTest(name = "file {0}, directory {1}")
  @CsvSource({"r--------, r-x------", "r--r-----, r-xr-x---", "rw-------, rwx------"})
  void isReadAsSystemdGivesIt(String fileMode, String directoryMode) throws Exception {
    modes(fileMode, directoryMode);
    assertThat(read(directory.toString())).isEqualTo("4711");
  }

  @ParameterizedTest(name = "file {0}, directory {1}")
  @CsvSource({
    "r--r--r--, r-x------",
    "r-----r--, r-x------",
    "rw-rw----, r-x------",
    "r--------, r-xr-xr-x",
    "r--------, rwxrwx---",
  })
  void isRefusedWhenOthersCouldReadOrReplaceIt(String fileMode, String directoryMode)
      throws IOException {
    modes(fileMode, directoryMode);
    assertThat(refusal(directory.toString()))
        .hasMessageContaining(" lets others in, with the mode ")
        .returns(
            "let systemd make it, with LoadCredentialEncrypted=keelson.pin:FILE, and change the"
                + " PIN",
            PinUnreadableException::remedy);
  }

  @Test
  void isRefusedWithoutTheVariableThatSystemdSets() {
    assertThat(refusal(Map.of()))
        .hasMessage(
            "credential 'keelson.pin' cannot be looked for: there is no $CREDENTIALS_DIRECTORY, and"
                + " keelson.service does not run")
        .extracting(PinUnreadableException::remedy)
        .asString()
        .contains(
            "LoadCredentialEncrypted=keelson.pin:FILE",
            "systemd-run -qGtP --uid=keelson -p LoadCredentialEncrypted=keelson.pin keelson",
            "token.pin-file");
  }

  /// A command in a shell, while the daemon runs.
  @Test
  void isTheDaemonsWithoutTheVariable() throws Exception {
    try (Pin pin = CREDENTIAL.read(Map.of(), directory)) {
      assertThat(new String(pin.revealBytes(), UTF_8)).isEqualTo("4711");
    }
  }

  @Test
  void isNotTheDaemonsInAServiceThatHasItsOwn() {
    assertThatExceptionOfType(PinUnreadableException.class)
        .isThrownBy(() -> CREDENTIAL.read(Map.of("CREDENTIALS_DIRECTORY", "/nowhere"), directory));
  }

  @Test
  void isRefusedWhenOthersCouldReadTheDaemons() throws IOException {
    modes("r--r--r--", "r-x------");
    assertThatExceptionOfType(PinUnreadableException.class)
        .isThrownBy(() -> CREDENTIAL.read(Map.of(), directory))
        .withMessageContaining(" lets others in, with the mode ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "relative/directory", "/nowhere"})
  void isRefusedWithAVariableThatNamesNoDirectory(String directory) {
    assertThat(refusal(directory)).hasMessageContaining("credential 'keelson.pin' cannot be ");
  }

  @Test
  void isRefusedWhenTheUnitLoadsNoCredentialOfThisName() throws IOException {
    modes("rw-------", "rwx------");
    Files.delete(file);
    assertThat(refusal(directory.toString()))
        .hasMessageStartingWith("credential 'keelson.pin' cannot be read: ")
        .hasMessageContaining("NoSuchFileException");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a..b", "../pin", "a/b", "/pin", "p in", "p\0", "pin\n"})
  void hasANameThatStaysInItsDirectory(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PinCredential(name))
        .withMessageStartingWith("a credential's name is 1 to 64 of ");
  }

  @Test
  void hasANameOfAtMost64Characters() {
    assertThat(new PinCredential("p".repeat(64)).name()).hasSize(64);
    assertThatIllegalArgumentException().isThrownBy(() -> new PinCredential("p".repeat(65)));
  }

  private void modes(String ofFile, String ofDirectory) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(ofFile));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(ofDirectory));
  }

  private static String read(String directory) throws PinUnreadableException {
    try (Pin pin = CREDENTIAL.read(Map.of("CREDENTIALS_DIRECTORY", directory), NOT_RUNNING)) {
      return new String(pin.revealBytes(), UTF_8);
    }
  }

  private static PinUnreadableException refusal(String directory) {
    return refusal(Map.of("CREDENTIALS_DIRECTORY", directory));
  }

  private static PinUnreadableException refusal(Map<String, String> environment) {
    return assertThatExceptionOfType(PinUnreadableException.class)
        .isThrownBy(() -> CREDENTIAL.read(environment, NOT_RUNNING))
        .actual();
  }
}
