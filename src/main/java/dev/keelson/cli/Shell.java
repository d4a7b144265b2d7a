package dev.keelson.cli;

import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The shells that Keelson can tell its commands and options.
enum Shell {
  BASH {
    @Override
    String script(CommandLine root) {
      return AutoComplete.bash(root.getCommandName(), root);
    }
  },
  /// The script for bash, through zsh's own emulation. zsh runs the file as the body of the
  /// function `_keelson` when it first completes, and wants an answer of that run already. It reads
  /// such a body whole before it runs it, too early for the script's alias of `compopt`, which zsh
  /// lacks.
  ZSH {
    @Override
    String script(CommandLine root) {
      String name = root.getCommandName();
      return "#compdef "
          + name
          + "\nautoload -Uz bashcompinit && bashcompinit\n"
          + "compopt() { : }\n"
          + BASH.script(root)
          + "if [[ ${funcstack[1]:-} == _"
          + name
          + " ]]; then\n"
          + "  _bash_complete -o default -F _complete_"
          + name
          + "\nfi\n";
    }
  },
  /// picocli writes none for fish.
  FISH {
    @Override
    String script(CommandLine root) {
      return new FishScript(root).toString();
    }
  };

  /// What makes the shell complete the command and all below it.
  abstract String script(CommandLine root);

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// What a shell offers to complete.
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(values()).map(Shell::toString).iterator();
    }
  }

  /// Reads the lower-case names.
  static final class Converter implements ITypeConverter<Shell> {
    @Override
    public Shell convert(String text) {
      for (Shell shell : values()) {
        if (shell.toString().equals(text)) {
          return shell;
        }
      }
      throw new TypeConversionException("a shell is bash, zsh or fish: '" + text + "' is not");
    }
  }
}
