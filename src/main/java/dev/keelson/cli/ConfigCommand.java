package dev.keelson.cli;

import dev.keelson.config.ConfigException;
import dev.keelson.config.ConfigFile;
import dev.keelson.config.Fault;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `keelson config`: what can be told of a configuration without a token.
@Command(
    name = "config",
    description = "Looks at configuration files; touches neither token nor socket.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample%n",
    footer = "  keelson config check /etc/keelson/keelson.yaml")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ConfigCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name what to do: check");
  }

  /// What `check -o json` prints.
  record Verdict(boolean good, List<Fault> faults) {}

  @Command(
      name = "check",
      description = "Reports every fault of a configuration in one run, with its line and the fix.",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      footerHeading = "%nExample%n",
      footer = "  keelson config check /etc/keelson/keelson.yaml",
      exitCodeList = {
        ExitCode.OK + ":a daemon can be started with it",
        ExitCode.CONFIG + ":it has faults"
      })
  int check(
      @Parameters(paramLabel = "FILE", description = "the file to check") Path file,
      @Mixin OutputOption output) {
    List<Fault> faults = faults(file);
    output.print(new Verdict(faults.isEmpty(), faults), () -> text(file, faults));
    return faults.isEmpty() ? ExitCode.OK : ExitCode.CONFIG;
  }

  private static List<Fault> faults(Path file) {
    try {
      var _ = ConfigFile.read(file);
      return List.of();
    } catch (ConfigException e) {
      return e.faults();
    }
  }

  private static String text(Path file, List<Fault> faults) {
    return faults.isEmpty()
        ? file + ": good"
        : String.join("\n", faults.stream().map(fault -> fault.in(file.toString())).toList());
  }
}
