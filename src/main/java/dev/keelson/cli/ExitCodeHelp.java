package dev.keelson.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/// Puts under the help of each command what it may exit with: its own words where it has some, and
/// for the rest what the numbers mean everywhere.
final class ExitCodeHelp {
  private static final Map<Integer, String> OF_EVERY_COMMAND =
      Map.of(
          ExitCode.OK, "done",
          ExitCode.USAGE, "wrong arguments",
          ExitCode.SOFTWARE, "a fault of Keelson");

  private static final Map<Integer, String> OF_COMMANDS_THAT_LOG_IN =
      Map.of(
          ExitCode.UNAVAILABLE, "module or token unavailable",
          ExitCode.PIN, "the token refuses the PIN, or may lock if it is tried",
          ExitCode.CONFIG, "a person has to mend the configuration or a key first");

  private ExitCodeHelp() {}

  /// Of this command and of all below it.
  static CommandLine addedTo(CommandLine command) {
    command.getSubcommands().values().forEach(ExitCodeHelp::addedTo);
    if (command.getSubcommands().isEmpty()) {
      add(command);
    }
    return command;
  }

  private static void add(CommandLine command) {
    Map<Integer, String> codes = new TreeMap<>(OF_EVERY_COMMAND);
    if (command.getCommandSpec().findOption(ForcePinOption.NAME) != null) {
      codes.putAll(OF_COMMANDS_THAT_LOG_IN);
    }
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    usage.exitCodeList().forEach((code, meaning) -> codes.put(Integer.valueOf(code), meaning));
    Map<String, String> sorted = new LinkedHashMap<>();
    codes.forEach((code, meaning) -> sorted.put(code.toString(), meaning));
    usage.exitCodeListHeading("%nExit codes%n");
    usage.exitCodeList(sorted);
  }
}
