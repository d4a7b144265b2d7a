package dev.keelson.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.keelson.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What `docs/recovery.md` has an operator type and write. Its `pkcs11-tool` commands are those of
/// the e2e test's fixture, its `openssl` commands those of the room's tests.
class RecoveryManualTest {
  private static final Path PAGE = Path.of("docs", "recovery.md");
  private static final Pattern TYPED = Pattern.compile("(?m)(?:^|`)keelson ([^`\n]+)(?:`|$)");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  static Stream<String> commands() throws IOException {
    return TYPED
        .matcher(Files.readString(PAGE))
        .results()
        .map(found -> found.group(1))
        .filter(command -> !command.equals("recover"))
        .distinct();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void typesCommandsOfKeelson(String command) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command);
    while (word.find()) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
    }
    assertThatCode(() -> KeelsonCommand.commandLine().parseArgs(words.toArray(String[]::new)))
        .doesNotThrowAnyException();
  }

  @Test
  void typesMany() throws IOException {
    assertThat(commands()).hasSizeGreaterThan(6);
  }

  @Test
  void writesAFileForARecipientThatIsGood(@TempDir Path dir) throws Exception {
    Matcher yaml =
        Pattern.compile("(?s)```yaml\n(state-dir:.*?)```").matcher(Files.readString(PAGE));
    assertThat(yaml.find()).isTrue();
    Path file = Files.writeString(dir.resolve("safe.yaml"), yaml.group(1));
    assertThat(ConfigFile.readRecipient(file).place().token()).hasToString("label 'safe'");
  }
}
