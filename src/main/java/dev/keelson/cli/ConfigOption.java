package dev.keelson.cli;

import dev.keelson.config.ConfigFile;
import dev.keelson.config.KeelsonConfig;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// `--config`, of the commands that are about one token.
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ConfigOption {
  @Option(
      names = {"-c", "--config"},
      required = true,
      paramLabel = "FILE",
      description = "the daemon's configuration: module, token and PIN are those of it")
  private Path config;

  public KeelsonConfig read() throws Exception {
    return ConfigFile.read(config);
  }
}
