package dev.keelson.cli;

import java.io.PrintWriter;
import java.util.Iterator;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// `--output`, of every command that prints a report or a table.
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class OutputOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      converter = OutputFormat.Converter.class,
      completionCandidates = Formats.class,
      description = "text or json (${DEFAULT-VALUE})")
  private OutputFormat format;

  /// What a shell offers to complete.
  static final class Formats implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(OutputFormat.values()).map(OutputFormat::toString).iterator();
    }
  }

  public OutputFormat format() {
    return format;
  }

  /// Prints an answer in the form that was asked for.
  ///
  /// @param answer records, whose components name the JSON's fields
  public void print(Object answer, Supplier<String> text) {
    PrintWriter out = command.commandLine().getOut();
    out.println(
        switch (format) {
          case TEXT -> text.get();
          case JSON -> JsonMapper.shared().writeValueAsString(answer);
        });
    out.flush();
  }
}
