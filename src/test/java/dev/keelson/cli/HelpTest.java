package dev.keelson.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;

class HelpTest {
  /// Every command of the tree, by its whole name; picocli's own `help` explains itself.
  static Stream<String> commands() {
    return below(KeelsonCommand.commandLine());
  }

  private static Stream<String> below(CommandLine command) {
    return Stream.concat(
        Stream.of(command.getCommandSpec().qualifiedName()),
        command.getSubcommands().values().stream()
            .filter(sub -> !(sub.getCommand() instanceof HelpCommand))
            .flatMap(HelpTest::below));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void hasAnExampleThatCallsTheCommand(String command) {
    var out = new StringWriter();
    String[] arguments = (command.replaceFirst("keelson ?", "") + " --help").strip().split(" ");
    assertThat(run(out, arguments)).isEqualTo(ExitCode.OK);
    assertThat(out.toString())
        .containsPattern("(?m)^Examples?$")
        .containsPattern("(?m)^ +" + command + "( |$)");
  }

  @ParameterizedTest
  @MethodSource("leaves")
  void saysWithWhatACommandMayExit(String command) {
    var out = new StringWriter();
    String[] arguments = (command.replaceFirst("keelson ?", "") + " --help").strip().split(" ");
    assertThat(run(out, arguments)).isEqualTo(ExitCode.OK);
    assertThat(out.toString().split("Exit codes\n", -1)).hasSize(2);
    assertThat(out.toString())
        .containsPattern("(?m)^ +0 +\\S")
        .containsPattern("(?m)^ +2 +(wrong arguments$|down: )")
        .containsPattern("(?m)^ +70 +a fault of Keelson$");
    assertThat(out.toString().contains("--force-pin"))
        .isEqualTo(out.toString().contains("refuses the PIN") || command.endsWith(" serve"));
  }

  static Stream<String> leaves() {
    return commands().filter(one -> commands().noneMatch(other -> other.startsWith(one + " ")));
  }

  @Test
  void knowsTheCommandsOfTheReadme() {
    assertThat(commands())
        .contains(
            "keelson", "keelson serve", "keelson dev", "keelson probe", "keelson config check");
  }

  /// Bash itself reads the script, and is asked what it would offer.
  @Test
  void letsAShellCompleteCommandsAndOptions(@TempDir Path dir) throws Exception {
    var script = new StringWriter();
    assertThat(run(script, "completion")).isEqualTo(ExitCode.OK);
    Path file = Files.writeString(dir.resolve("keelson.bash"), script.toString());
    assertThat(completed(file, "keelson", "ke")).contains("kek");
    assertThat(completed(file, "keelson", "kek", "ro")).containsExactly("rotate");
    assertThat(completed(file, "keelson", "kek", "list", "-o", "j")).containsExactly("json");
  }

  private static List<String> completed(Path script, String... words) throws Exception {
    String asked = String.join(" ", words);
    var bash =
        new ProcessBuilder(
                "bash",
                "-c",
                "source \"$0\"; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); COMP_LINE=\"$*\";"
                    + " _complete_keelson; printf '%s\\n' \"${COMPREPLY[@]}\"",
                script.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD); // compopt has nothing to do here
    bash.command().addAll(List.of(words));
    var process = bash.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(asked + ": " + said).isZero();
    return said.lines().map(String::strip).toList();
  }

  @Test
  void isWhatAPersonGetsWhoNamesNoCommand() {
    var out = new StringWriter();
    assertThat(run(out)).isEqualTo(ExitCode.USAGE);
    assertThat(out.toString()).contains("name a command", "keelson dev");
  }

  @Test
  void tellsTheVersionOfKeelsonAndOfJava() {
    var out = new StringWriter();
    assertThat(run(out, "--version")).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).containsPattern("(?m)^keelson \\S+").containsPattern("(?m)^Java 25");
  }

  private static int run(StringWriter out, String... arguments) {
    return KeelsonCommand.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(out))
        .execute(arguments);
  }
}
