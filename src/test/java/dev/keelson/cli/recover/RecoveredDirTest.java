package dev.keelson.cli.recover;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keelson.cli.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecoveredDirTest {
  @TempDir private Path parent;

  @Test
  void hasItsNameOnlyWhenItIsWhole() throws Exception {
    Path to = parent.resolve("to");
    try (var dir = RecoveredDir.begin(to)) {
      dir.add("/a".getBytes(UTF_8), "one".getBytes(UTF_8));
      assertThat(names()).singleElement().asString().startsWith("to.unfinished-");
      dir.finish();
    }
    assertThat(names()).containsExactly("to");
    assertThat(to.resolve("values/0000001")).hasContent("one");
    assertThat(to.resolve("keys")).hasContent("0000001\tL2E=");
    assertThat(Files.readString(to.resolve("restore.sh"))).contains("put 0000001 '/a'\n");
  }

  @Test
  void leavesNothingWhenItIsGivenUp() throws Exception {
    try (var dir = RecoveredDir.begin(parent.resolve("to"))) {
      dir.add("/a".getBytes(UTF_8), "one".getBytes(UTF_8));
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void isRefusedWhereSomethingIs() throws Exception {
    Files.createSymbolicLink(parent.resolve("dangling"), parent.resolve("nowhere"));
    for (Path one : List.of(parent, parent.resolve("dangling"), parent.resolve("no/such"))) {
      assertThatExceptionOfType(RefusedException.class)
          .isThrownBy(() -> RecoveredDir.requireAbsent(one));
    }
    RecoveredDir.requireAbsent(parent.resolve("to"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a", "-n", "it's", "''", "$(x) `y` \\ \"z\"", "a\nb", "ä", "\u0001*?"})
  void quotesAKeySoThatAShellTakesItAsItIs(String key) throws Exception {
    Path script = parent.resolve("script");
    byte[] quoted = ("printf %s " + RecoveredDir.quoted(key.getBytes(UTF_8))).getBytes(ISO_8859_1);
    Files.write(script, quoted);
    var shell = new ProcessBuilder("sh", script.toString()).start();
    assertThat(new String(shell.getInputStream().readAllBytes(), UTF_8)).isEqualTo(key);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(parent)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
