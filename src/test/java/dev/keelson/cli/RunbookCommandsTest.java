package dev.keelson.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the runbooks have an operator type at night, and the other pages in daylight.
class RunbookCommandsTest {
  private static final Pattern TYPED = Pattern.compile("(?m)(?:^|`)keelson ([^`\n]+)(?:`|$)");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```[^\n]*\n(.*?)^```");
  private static final Pattern IN_A_BLOCK =
      Pattern.compile("(?m)^(?:runuser -u keelson -- |sudo -u \\S+ )?keelson ([^>#\n]+)");
  private static final Pattern CAPTURED = Pattern.compile("(?m)^\\$ keelson ([^>#\n]+)");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  static Stream<String> commands() throws IOException {
    try (Stream<Path> runbooks = Files.list(Path.of("docs", "runbooks"));
        Stream<Path> pages = Files.list(Path.of("docs"))) {
      Stream<String> atNight = runbooks.toList().stream().flatMap(page -> typed(read(page)));
      Stream<String> byDay =
          Stream.concat(Stream.of(Path.of("README.md")), pages.filter(Files::isRegularFile))
              .toList()
              .stream()
              .flatMap(page -> inBlocks(read(page)));
      return Stream.concat(atNight, byDay).distinct().sorted();
    }
  }

  private static Stream<String> typed(String page) {
    return TYPED.matcher(page).results().map(found -> found.group(1));
  }

  private static Stream<String> inBlocks(String page) {
    return BLOCK
        .matcher(page)
        .results()
        .map(block -> block.group(1).replace("\\\n", " "))
        .flatMap(block -> (block.startsWith("$ ") ? CAPTURED : IN_A_BLOCK).matcher(block).results())
        .map(found -> found.group(1).strip());
  }

  private static String read(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void areThoseOfKeelson(String command) {
    String[] words =
        WORD.matcher(command.replace('\'', '"'))
            .results()
            .map(RunbookCommandsTest::word)
            .toArray(String[]::new);
    assertThatCode(() -> KeelsonCommand.commandLine().parseArgs(words)).doesNotThrowAnyException();
  }

  private static String word(MatchResult found) {
    return found.group(1) == null ? found.group(2) : found.group(1);
  }

  @Test
  void areMany() throws IOException {
    List<String> all = commands().toList();
    assertThat(all).hasSizeGreaterThan(60).anyMatch(one -> one.startsWith("kek rotate"));
  }
}
