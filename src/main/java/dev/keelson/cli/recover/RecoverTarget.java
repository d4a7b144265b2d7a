package dev.keelson.cli.recover;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Where the seeds are sealed anew, and where the values go: both, or neither for a report.
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class RecoverTarget {
  @Option(
      names = {"-c", "--config"},
      required = true,
      paramLabel = "FILE",
      description = "the configuration of the daemon that is to serve the recovered values")
  private Path config;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "DIR",
      description = "a new directory for the values, and for the script that puts them back")
  private Path dir;

  Path config() {
    return config;
  }

  Path dir() {
    return dir;
  }
}
