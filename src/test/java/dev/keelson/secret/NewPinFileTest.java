package dev.keelson.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewPinFileTest {
  @TempDir private Path dir;
  private Path pin;

  @BeforeEach
  void prepare() throws Exception {
    pin = Files.writeString(dir.resolve("pin"), "old-pin\n");
    Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("r--------"));
  }

  @Test
  void liesBesideTheOldOneForItsOwnerAlone() throws Exception {
    var fresh = NewPinFile.beside(new PinFile(pin));
    assertThat(fresh.exists()).isFalse();
    write(fresh, "new-pin");
    assertThat(fresh.exists()).isTrue();
    assertThat(fresh.file().path()).isEqualTo(dir.toRealPath().resolve("pin.new"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh.file().path())))
        .isEqualTo("r--------");
    assertThat(Files.readString(pin)).isEqualTo("old-pin\n");
  }

  @Test
  void replacesTheOldOneInOneStep() throws Exception {
    var fresh = NewPinFile.beside(new PinFile(pin));
    write(fresh, "new-pin");
    fresh.replaceCurrent();
    assertThat(read(pin)).isEqualTo("new-pin");
    assertThat(fresh.exists()).isFalse();
  }

  @Test
  void goesWithoutATrace() throws Exception {
    var fresh = NewPinFile.beside(new PinFile(pin));
    write(fresh, "new-pin");
    fresh.remove();
    try (Stream<Path> left = Files.list(dir)) {
      assertThat(left).containsExactly(pin);
    }
  }

  /// As after a kill in the middle of writing.
  @Test
  void isNotHalfWritten() throws Exception {
    Files.writeString(dir.resolve("pin.new.part"), "new-");
    var fresh = NewPinFile.beside(new PinFile(pin));
    assertThat(fresh.exists()).isFalse();
    write(fresh, "new-pin");
    assertThat(Files.readString(fresh.file().path())).isEqualTo("new-pin\n");
    assertThat(dir.resolve("pin.new.part")).doesNotExist();
  }

  @Test
  void keepsANewlineThatIsPartOfThePin() throws Exception {
    var fresh = NewPinFile.beside(new PinFile(pin));
    write(fresh, "new-pin\n");
    fresh.replaceCurrent();
    assertThat(read(pin)).isEqualTo("new-pin\n");
  }

  @Test
  void replacesWhatALinkPointsTo() throws Exception {
    Path link = Files.createSymbolicLink(dir.resolve("link"), pin);
    var fresh = NewPinFile.beside(new PinFile(link));
    write(fresh, "new-pin");
    fresh.replaceCurrent();
    assertThat(link).isSymbolicLink();
    assertThat(read(pin)).isEqualTo("new-pin");
  }

  @Test
  void saysWhereItCannotBeWritten() {
    var fresh = new NewPinFile(new PinFile(dir.resolve("absent").resolve("pin")));
    assertThatThrownBy(() -> write(fresh, "new-pin"))
        .isInstanceOfSatisfying(
            PinUnwritableException.class,
            e -> assertThat(e.remedy()).contains(dir.resolve("absent").toString()))
        .hasMessageContaining("pin.new cannot be written")
        .hasMessageNotContaining("new-pin");
  }

  private static void write(NewPinFile fresh, String text) throws Exception {
    try (var pin = new Pin(SecretBytes.takeOver(text.getBytes(UTF_8)))) {
      fresh.write(pin);
    }
  }

  private static String read(Path file) throws Exception {
    try (var pin = new PinFile(file).read()) {
      return new String(pin.revealBytes(), UTF_8);
    }
  }
}
