package dev.keelson.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the runbooks have an operator type at night, and the page of the TPM in daylight.
class RunbookCommandsTest {
  private static final Pattern TYPED = Pattern.compile("(?m)(?:^|`)keelson ([^`\n]+)(?:`|$)");
  private static final Pattern IN_A_BLOCK = Pattern.compile("(?m)^keelson (.+)$");

  static Stream<String> commands() throws IOException {
    try (Stream<Path> pages = Files.list(Path.of("docs", "runbooks"))) {
      Stream<String> runbooks = pages.toList().stream().flatMap(page -> commands(page, TYPED));
      Stream<String> tpm = commands(Path.of("docs", "tpm.md"), IN_A_BLOCK);
      return Stream.concat(runbooks, tpm).distinct().sorted();
    }
  }

  private static Stream<String> commands(Path page, Pattern typed) {
    try {
      return typed.matcher(Files.readString(page)).results().map(found -> found.group(1));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void areThoseOfKeelson(String command) {
    List<String> words = List.of(command.split(" "));
    assertThatCode(() -> KeelsonCommand.commandLine().parseArgs(words.toArray(String[]::new)))
        .doesNotThrowAnyException();
  }

  @Test
  void areMany() throws IOException {
    assertThat(commands()).hasSizeGreaterThan(15);
  }
}
