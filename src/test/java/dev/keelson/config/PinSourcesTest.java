package dev.keelson.config;

import static dev.keelson.config.Configs.SMALLEST;
import static dev.keelson.config.Configs.config;
import static dev.keelson.config.Configs.faults;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.secret.Pin;
import dev.keelson.secret.PinCredential;
import dev.keelson.secret.PinFile;
import dev.keelson.secret.PinPrompt;
import dev.keelson.secret.PinSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PinSourcesTest {
  @TempDir Path directory;

  @Nested
  class APinSource {
    @Test
    void isAFile() throws Exception {
      Path file = pinFile("pin");
      assertThat(revealed("pin-file: " + file)).isEqualTo("4711");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:", "file://", "file://localhost", "FILE:", ""})
    void isThePinSourceOfAPkcs11Uri(String scheme) throws Exception {
      Path file = pinFile("my pin 100% ü");
      String encoded =
          file.toString().replace("%", "%25").replace(" ", "%20").replace("ü", "%C3%bC");
      assertThat(revealed("pin-source: \"" + scheme + encoded + "\"")).isEqualTo("4711");
    }

    @Test
    void isACredentialOfSystemd() throws ConfigException {
      assertThat(source("pin-credential: keelson.pin")).isEqualTo(new PinCredential("keelson.pin"));
    }

    @Test
    void isAPersonAtTheTerminal() throws ConfigException {
      assertThat(source("pin-prompt: true")).isEqualTo(new PinPrompt("PIN of the token"));
    }

    @ParameterizedTest
    @MethodSource("dev.keelson.config.PinSourcesTest#pairs")
    void standsAlone(String first, String second) {
      assertThat(faults(withToken(first + "\n  " + second)))
          .singleElement()
          .asString()
          .matches(
              "keelson.yaml:[67]: token.pin-[a-z]+: pin-[a-z]+ is there too; keep one of them");
    }

    @Test
    void leavesAFaultForEachOneTooMany() {
      String all = "pin-source: /p\n  pin-credential: p\n  pin-prompt: true\n  pin-file: /p";
      assertThat(faults(withToken(all)))
          .containsExactly(
              "keelson.yaml:6: token.pin-source: pin-file is there too; keep one of them",
              "keelson.yaml:7: token.pin-credential: pin-file is there too; keep one of them",
              "keelson.yaml:8: token.pin-prompt: pin-file is there too; keep one of them");
    }
  }

  @Nested
  class AFault {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
        delimiter = '>',
        quoteCharacter = '`',
        value = {
          "pin-credential: ../SECRET > pin-credential: not a credential's name; write its name in",
          "pin-credential: SECRET..a > pin-credential: not a credential's name",
          "pin-credential: [SECRET] > pin-credential: a list instead of a credential's name",
          "pin-source: \"|/bin/SECRET\" > pin-source: a command ('|...'), and the daemon starts no",
          "pin-source: '|SECRET' > pin-source: a command",
          "pin-source: '%7C/bin/SECRET' > pin-source: not a file: URI or an absolute path",
          "pin-source: SECRET > pin-source: not a file: URI or an absolute path, percent-encoded;",
          "pin-source: file:SECRET > pin-source: not a file: URI",
          "pin-source: file://other/SECRET > pin-source: not a file: URI",
          "pin-source: //other/SECRET > pin-source: not a file: URI",
          "pin-source: https:///SECRET > pin-source: not a file: URI",
          "pin-source: file:/SECRET?x > pin-source: not a file: URI",
          "pin-source: '/SECRET#x' > pin-source: not a file: URI",
          "pin-source: '/SECRET x' > pin-source: not a file: URI",
          "pin-source: /SECRET%2 > pin-source: not a file: URI",
          "pin-source: /SECRET%00 > pin-source: its percent-encoding is not of a path in UTF-8",
          "pin-source: /SECRET%FF > pin-source: its percent-encoding is not of a path in UTF-8",
          "pin-source: \"\" > pin-source: not a file: URI",
        })
    void namesTheKeyAndNeverTheValue(String line, String fault) {
      assertThat(faults(withToken(line)))
          .singleElement()
          .asString()
          .startsWith("keelson.yaml:6: token." + fault)
          .doesNotContain("SECRET");
    }
  }

  static Stream<String[]> pairs() {
    var lines =
        new String[] {"pin-file: /p", "pin-prompt: true", "pin-credential: p", "pin-source: /p"};
    return Stream.of(lines)
        .flatMap(a -> Stream.of(lines).filter(b -> !a.equals(b)).map(b -> new String[] {a, b}));
  }

  private Path pinFile(String name) throws IOException {
    Path file = Files.writeString(directory.resolve(name), "4711\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
  }

  private static String revealed(String line) throws Exception {
    PinSource source = source(line);
    assertThat(source).isInstanceOf(PinFile.class);
    try (Pin pin = source.read()) {
      return new String(pin.revealBytes(), UTF_8);
    }
  }

  private static PinSource source(String line) throws ConfigException {
    return config(withToken(line)).pin();
  }

  private static String withToken(String line) {
    return SMALLEST.replace("pin-file: /etc/keelson/pin", line);
  }
}
