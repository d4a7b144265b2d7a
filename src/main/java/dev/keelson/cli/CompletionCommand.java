package dev.keelson.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `keelson completion`.
@Command(
    name = "completion",
    description = "Prints a script that completes commands and options in bash, zsh or fish.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples%n",
    footer = {
      "  For this shell:",
      "    source <(keelson completion)",
      "    keelson completion --shell fish | source",
      "  For every shell of this host; the package brings these files:",
      "    keelson completion > /etc/bash_completion.d/keelson",
      "    keelson completion --shell zsh > /usr/share/zsh/vendor-completions/_keelson",
      "    keelson completion --shell fish > /etc/fish/completions/keelson.fish"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--shell",
      paramLabel = "SHELL",
      defaultValue = "bash",
      converter = Shell.Converter.class,
      completionCandidates = Shell.Names.class,
      description = "bash, zsh or fish (${DEFAULT-VALUE}); zsh also reads the one for bash")
  private Shell shell;

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    PrintWriter out = spec.commandLine().getOut();
    out.print(shell.script(root));
    out.flush();
    return ExitCode.OK;
  }
}
