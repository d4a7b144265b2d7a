package dev.keelson.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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

  @Test
  void knowsTheCommandsOfTheReadme() {
    assertThat(commands())
        .contains(
            "keelson", "keelson serve", "keelson dev", "keelson probe", "keelson config check");
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
