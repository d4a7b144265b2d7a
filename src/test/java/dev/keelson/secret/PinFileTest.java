package dev.keelson.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The modes are checked by reading them, so these tests hold for root too, whom no mode stops.
class PinFileTest {
  @TempDir private Path dir;

  @Nested
  class ItsContent {
    @ParameterizedTest
    @CsvSource({"'4711', '4711'", "'4711\n', '4711'", "'4711\n\n', '4711\n'", "' 4711 ', ' 4711 '"})
    void isThePinWithoutOneNewline(String content, String pin) throws Exception {
      assertThat(read(file(content, "r--------"))).isEqualTo(pin);
    }

    @Test
    void isUtf8AsItStands() throws Exception {
      assertThat(read(file("gehéim\n", "r--------"))).isEqualTo("gehéim");
    }

    @Test
    void isUpTo256BytesAndANewline() throws Exception {
      String longest = "7".repeat(256);
      assertThat(read(file(longest, "r--------"))).isEqualTo(longest);
      assertThat(read(file(longest + "\n", "r--------"))).isEqualTo(longest);
    }

    @Test
    void isReadAnewEachTime() throws Exception {
      PinFile file = file("old", "rw-------");
      assertThat(read(file)).isEqualTo("old");
      Files.writeString(file.path(), "new");
      assertThat(read(file)).isEqualTo("new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n"})
    void isNotEmpty(String content) throws Exception {
      assertRefused(file(content, "r--------"), "is empty or longer than 256 bytes");
    }

    @ParameterizedTest
    @ValueSource(ints = {257, 258, 259, 100_000})
    void isNotTooLong(int length) throws Exception {
      String content = "7".repeat(length);
      assertRefused(file(content, "r--------"), "is empty or longer than 256 bytes");
      assertRefused(file(content + "\n", "r--------"), "is empty or longer than 256 bytes");
    }

    @Test
    void isInNoMessage() throws Exception {
      PinFile open = file("s3cr3t", "r--r-----");
      assertThatThrownBy(open::read).hasMessageNotContaining("s3cr3t");
      assertThat(open.toString()).doesNotContain("s3cr3t");
    }
  }

  @Nested
  class ItsMode {
    @ParameterizedTest
    @ValueSource(strings = {"r--------", "rw-------", "rwx------"})
    void letsTheOwnerAloneRead(String mode) throws Exception {
      assertThat(read(file("4711", mode))).isEqualTo("4711");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "r--r-----",
          "r-----r--",
          "rw--w----",
          "rw-----w-",
          "rw---x---",
          "rw------x",
          "rw-r--r--"
        })
    void givesOthersNothing(String mode) throws Exception {
      PinFile file = file("4711", mode);
      assertThatThrownBy(file::read)
          .isInstanceOfSatisfying(
              PinUnreadableException.class,
              e -> assertThat(e.remedy()).startsWith("chmod 0400 " + file.path()))
          .hasMessageContaining("lets others in");
    }

    @Test
    void isThatOfTheFileBehindALink() throws Exception {
      Path link = Files.createSymbolicLink(dir.resolve("link"), file("4711", "r--r--r--").path());
      assertRefused(new PinFile(link), "lets others in");
    }
  }

  @Nested
  class WhatIsNoPinFile {
    @Test
    void isADirectory() {
      assertRefused(new PinFile(dir), "is not a regular file");
    }

    @Test
    void isADeviceThatNeverEnds() {
      assertRefused(new PinFile(Path.of("/dev/zero")), "lets others in");
    }

    @Test
    void isAMissingFile() {
      Path missing = dir.resolve("missing");
      assertThatThrownBy(() -> new PinFile(missing).read())
          .isInstanceOfSatisfying(
              PinUnreadableException.class, e -> assertThat(e.remedy()).contains("chown keelson"))
          .hasMessageContaining(missing + " cannot be read")
          .hasMessageContaining("NoSuchFile");
    }
  }

  private PinFile file(String content, String mode) throws IOException {
    Path file = Files.createTempFile(dir, "pin", "");
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    return new PinFile(file);
  }

  private static String read(PinFile file) throws PinUnreadableException {
    try (Pin pin = file.read()) {
      return new String(pin.revealBytes(), UTF_8);
    }
  }

  private static void assertRefused(PinFile file, String why) {
    assertThatThrownBy(file::read)
        .isInstanceOf(PinUnreadableException.class)
        .hasMessageContaining(why);
  }
}
