package dev.keelson.cli.cert;

import dev.keelson.cli.DurationConverter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Which program is told of a new pair.
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class HookOptions {
  @Option(
      names = "--hook",
      paramLabel = "ARG",
      description =
          "a program to run after each renewal, and its arguments: one --hook for each word. No"
              + " shell reads them. etcd and kube-apiserver need none: they read the files at each"
              + " connection")
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
}
