package dev.keelson.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// What tells fish the commands and options: a line of `complete` for each, with the command behind
/// which it holds. The words of fish's own: `-f` no files, `-F` files, `-r` a value, `-x` both `-f`
/// and `-r`.
final class FishScript {
  /// Which command the line names so far: of its words those that lead on. The others are options
  /// and their values, and no value that Keelson has looks like a command behind such an option.
  private static final String FUNCTION =
      """
      function __@_at --description 'Whether the words before the cursor name this command'
          set -l path @
          for word in (commandline -opc)[2..-1]
              if contains -- "$path $word" $__@_commands
                  set path "$path $word"
              end
          end
          test "$path" = "$argv"
      end

      # Nothing is a file but where it is said below.
      complete -c @ -f
      """;

  private final String name;
  private final List<String> commands = new ArrayList<>();
  private final StringBuilder lines = new StringBuilder();

  FishScript(CommandLine root) {
    name = root.getCommandName();
    add(root.getCommandSpec());
  }

  private void add(CommandSpec command) {
    String path = command.qualifiedName();
    commands.add(path);
    List<CommandSpec> subs = shown(command);
    for (CommandSpec sub : subs) {
      line(path, "-a " + sub.name(), firstSentence(sub.usageMessage().description()));
    }
    for (OptionSpec option : command.options()) {
      if (!option.hidden()) {
        line(path, names(option) + value(option), said(option.description()));
      }
    }
    if (command.positionalParameters().stream().anyMatch(FishScript::isFile)) {
      line(path, "-F", "");
    }
    subs.forEach(this::add);
  }

  private static List<CommandSpec> shown(CommandSpec command) {
    return command.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(sub -> !sub.usageMessage().hidden())
        .toList();
  }

  private void line(String path, String offered, String description) {
    lines
        .append("complete -c ")
        .append(name)
        .append(" -n ")
        .append(quoted("__" + name + "_at " + path));
    lines.append(' ').append(offered);
    if (!description.isEmpty()) {
      lines.append(" -d ").append(quoted(description));
    }
    lines.append('\n');
  }

  private static String names(OptionSpec option) {
    return List.of(option.names()).stream()
        .map(one -> one.startsWith("--") ? "-l " + one.substring(2) : "-s " + one.substring(1))
        .collect(Collectors.joining(" "));
  }

  private static String value(OptionSpec option) {
    if (option.arity().max() == 0) {
      return "";
    }
    if (option.completionCandidates() != null) {
      return " -x -a " + quoted(words(option.completionCandidates()));
    }
    if (isFile(option)) {
      return " -r -F";
    }
    return option.arity().min() == 0 ? "" : " -x"; // what may stand alone must not swallow a word
  }

  private static String words(Iterable<String> candidates) {
    return StreamSupport.stream(candidates.spliterator(), false).collect(Collectors.joining(" "));
  }

  private static boolean isFile(ArgSpec argument) {
    return Path.class.isAssignableFrom(argument.auxiliaryTypes()[0]);
  }

  private static String firstSentence(String[] description) {
    String all = said(description);
    int end = all.indexOf(". ");
    return end < 0 ? all : all.substring(0, end + 1);
  }

  /// Without picocli's colours, and its escapes of a format.
  private static String said(String[] description) {
    String plain = Ansi.OFF.string(String.join(" ", description));
    return plain.replace("%n", " ").replace("%%", "%");
  }

  /// As fish quotes: in single quotes only these two have a meaning.
  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  @Override
  public String toString() {
    String all = commands.stream().map(FishScript::quoted).collect(Collectors.joining(" \\\n    "));
    return "set -g __" + name + "_commands " + all + "\n\n" + FUNCTION.replace("@", name) + lines;
  }
}
