package dev.keelson.cli.cert;

import dev.keelson.cli.DurationConverter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// Which program is told of a new pair.
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class HookOptions {
  @Option(
      names = "--hook",
      paramLabel = "ARG",
      description =
          "a program to run after each renewal, and its arguments: one --hook for each word. No"
              + " shell reads them. etcd and kube-apiserver need none: they read the files at each"
              + " connection",
      parameterConsumer = AnyWord.class)
  private List<String> words = List.of();

  @Option(
      names = "--hook-timeout",
      paramLabel = "DURATION",
      defaultValue = "30s",
      converter = DurationConverter.class,
      description = "how long it may run before it is killed (${DEFAULT-VALUE})")
  private Duration timeout;

  Optional<Hook> hook() {
    return words.isEmpty() ? Optional.empty() : Optional.of(new Hook(words, timeout));
  }

  /// Takes the next word whatever it is: picocli would take `-h` for its own.
  static final class AnyWord implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> left, ArgSpec option, CommandSpec command) {
      if (left.isEmpty()) {
        throw new ParameterException(command.commandLine(), "--hook is followed by a word");
      }
      List<String> words = new ArrayList<>(option.getValue());
      words.add(left.pop());
      option.setValue(words);
    }
  }
}
