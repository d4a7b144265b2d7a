package dev.keelson.cli;

import picocli.CommandLine.Option;

/// `--output`, of every command that prints a report or a table.
@SuppressWarnings("NullAway.Init") // picocli sets the field
public final class OutputOption {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      converter = OutputFormat.Converter.class,
      description = "text or json (${DEFAULT-VALUE})")
  private OutputFormat format;

  public OutputFormat format() {
    return format;
  }
}
