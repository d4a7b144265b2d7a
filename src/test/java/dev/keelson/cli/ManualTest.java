package dev.keelson.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The README and the pages beside it, held against the tree.
class ManualTest {
  private static final Path README = Path.of("README.md");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]*)(?:#([^)]+))?\\)");

  /// Where javac joins two literals.
  private static final Pattern JOINT = Pattern.compile("\"\\s*\\+\\s*\"");

  /// All of the program, its literals whole.
  private static final String SOURCES = sources();

  private static String sources() {
    try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(ManualTest::read)
          .map(text -> JOINT.matcher(text).replaceAll(""))
          .collect(Collectors.joining());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Stream<MatchResult> found(String form, String text) {
    return Pattern.compile(form).matcher(text).results();
  }

  static Stream<Path> pages() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("docs"))) {
      List<Path> docs = files.filter(file -> file.toString().endsWith(".md")).toList();
      return Stream.concat(Stream.of(README), docs.stream());
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void leadsToWhatIsThere(Path page) {
    assertThat(LINK.matcher(read(page)).results())
        .allSatisfy(link -> {
          Path target =
              link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1)).normalize();
          assertThat(target).exists();
          if (link.group(2) != null) {
            assertThat(anchors(target)).as(target.toString()).contains(link.group(2));
          }
        });
  }

  /// As GitHub makes them of headings.
  private static List<String> anchors(Path page) {
    return found("(?m)^#+ (.+)$", read(page))
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", ""))
        .map(heading -> heading.replace(' ', '-'))
        .toList();
  }

  static Stream<String> messages() {
    String part =
        found("(?s)\\*\\*Keelson says\\*\\*(.*?)\n\\*\\*", read(README))
            .findFirst()
            .orElseThrow()
            .group(1);
    return found("(?m)^\\| (`[^|]+`) \\|", part)
        .flatMap(row -> found("`([^`]+)`", row.group(1)))
        .map(quoted -> quoted.group(1));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void quotesWhatKeelsonSays(String message) {
    List<String> parts = List.of(message.split("…"));
    assertThat(parts).anyMatch(part -> part.length() > 9);
    assertThat(SOURCES).contains(parts);
  }

  @Test
  void quotesMuch() {
    assertThat(messages()).hasSizeGreaterThan(30);
  }

  @Test
  void namesEachExitCode() throws IllegalAccessException {
    List<String> told =
        found("(?m)^\\| (\\d+) \\|", read(README)).map(row -> row.group(1)).toList();
    for (var code : ExitCode.class.getFields()) {
      assertThat(told).contains(String.valueOf(code.getInt(null)));
    }
    assertThat(told).hasSameSizeAs(ExitCode.class.getFields());
  }

  @Test
  void hasAConfigurationThatIsGood(@TempDir Path dir) throws Exception {
    String yaml =
        found("(?s)```yaml\n(profile:.*?)```", read(README)).findFirst().orElseThrow().group(1);
    Path file = Files.writeString(dir.resolve("keelson.yaml"), yaml);
    assertThat(ConfigFile.read(file).token()).hasToString("label 'keelson'");
  }
}
