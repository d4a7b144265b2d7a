package dev.keelson.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// What fish itself makes of the script, src/package/check tries.
class FishScriptTest {
  @Test
  void namesEveryCommandBehindTheOneAboveIt() {
    List<String> script = linesOf(KeelsonCommand.commandLine());
    assertThat(all(KeelsonCommand.commandLine()).filter(one -> one.parent() != null))
        .hasSizeGreaterThan(50)
        .allSatisfy(one ->
            assertThat(script)
                .filteredOn(
                    line -> line.startsWith(behind(one.parent()) + "-a " + one.name() + " "))
                .as(one.qualifiedName())
                .hasSize(1));
  }

  @Test
  void namesEveryOptionBehindItsCommand() {
    List<String> script = linesOf(KeelsonCommand.commandLine());
    assertThat(all(KeelsonCommand.commandLine()))
        .allSatisfy(command ->
            assertThat(command.options())
                .hasSizeGreaterThanOrEqualTo(command.name().equals("help") ? 1 : 2)
                .allSatisfy(option -> assertThat(script).anyMatch(names(option, command))));
  }

  private static Predicate<String> names(OptionSpec option, CommandSpec command) {
    List<String> names =
        Stream.of(option.names())
            .map(one -> one.replaceFirst("^--", " -l ").replaceFirst("^-", " -s ") + " ")
            .toList();
    return line ->
        line.startsWith(behind(command)) && names.stream().allMatch((line + " ")::contains);
  }

  @Test
  void offersFilesWordsOrNothingAsAnOptionTakesThem() {
    String script =
        scriptOf(
            OptionSpec.builder("-f", "--file").type(Path.class).description("one"),
            OptionSpec.builder("--kind").type(String.class).completionCandidates(List.of("a", "b")),
            OptionSpec.builder("--text").type(String.class),
            OptionSpec.builder("--each").type(String.class).arity("0..1"),
            OptionSpec.builder("--flag").type(boolean.class));
    assertThat(script.lines())
        .contains(
            "complete -c x -n '__x_at x' -s f -l file -r -F -d 'one'",
            "complete -c x -n '__x_at x' -l kind -x -a 'a b'",
            "complete -c x -n '__x_at x' -l text -x",
            "complete -c x -n '__x_at x' -l each",
            "complete -c x -n '__x_at x' -l flag");
  }

  @Test
  void quotesWhatADescriptionSaysAndLeavesOutWhatIsHidden() {
    String script =
        scriptOf(
            OptionSpec.builder("--quote").description("it's a \\ and $HOME, `x`, @ and 5 %%"),
            OptionSpec.builder("--secret").hidden(true));
    assertThat(script)
        .contains("-l quote -d 'it\\'s a \\\\ and $HOME, `x`, @ and 5 %'\n")
        .doesNotContain("secret");
  }

  private static String scriptOf(OptionSpec.Builder... options) {
    CommandSpec command = CommandSpec.create().name("x");
    Stream.of(options).forEach(option -> command.addOption(option.build()));
    return new FishScript(new CommandLine(command)).toString();
  }

  private static Stream<CommandSpec> all(CommandLine command) {
    return Stream.concat(
        Stream.of(command.getCommandSpec()),
        command.getSubcommands().values().stream().flatMap(FishScriptTest::all));
  }

  private static String behind(CommandSpec command) {
    return "complete -c keelson -n '__keelson_at " + command.qualifiedName() + "' ";
  }

  private static List<String> linesOf(CommandLine command) {
    return new FishScript(command).toString().lines().toList();
  }
}
