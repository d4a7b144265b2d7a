package dev.keelson.config;

import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;

/// What the YAML parser stumbled over, in our own words: its own message quotes the file, and a PIN
/// may have been pasted there.
final class SyntaxFault {
  /// @param sign a piece of the parser's message, itself never quoted
  private record Stumble(String sign, String what, String fix) {}

  /// The first whose sign is in the message counts.
  private static final List<Stumble> STUMBLES =
      List.of(
          new Stumble("(TAB)", "a tab", "indent and separate with spaces"),
          new Stumble(
              "mapping values are not allowed",
              "a ':' where no key can be",
              "check the indentation; quote a text that has ': ' in it"),
          new Stumble("quoted scalar", "a quoted text that does not end", "close the quotes"),
          new Stumble("flow sequence", "a list that does not end", "close it with ']'"),
          new Stumble("flow mapping", "a mapping that does not end", "close it with '}'"),
          new Stumble("expected ':'", "a key without ':'", "write 'key: value'"),
          new Stumble(
              "block mapping",
              "a line that belongs to no key",
              "indent the keys of one section alike"),
          new Stumble("block collection", "a line that is no '- '", "indent the list alike"),
          new Stumble("document start", "text after the end", "remove it, or the line '...'"));

  private static final Stumble OTHER =
      new Stumble("", "something that is not YAML", "quote texts with special characters");

  private SyntaxFault() {}

  static Fault of(JacksonException e) {
    Throwable cause = e.getCause();
    if (cause instanceof MarkedYamlEngineException yaml && yaml.getProblemMark().isPresent()) {
      return at(yaml.getProblemMark().get(), yaml);
    }
    int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNr());
    return new Fault(line, "", OTHER.what, OTHER.fix);
  }

  private static Fault at(Mark mark, MarkedYamlEngineException yaml) {
    String message = yaml.getContext() + " " + yaml.getProblem();
    Stumble stumble =
        STUMBLES.stream().filter(s -> message.contains(s.sign)).findFirst().orElse(OTHER);
    int line = mark.getLine() + 1;
    String what = "column " + (mark.getColumn() + 1) + ": " + stumble.what + begin(yaml, line);
    return new Fault(line, "", what, stumble.fix);
  }

  private static String begin(MarkedYamlEngineException yaml, int line) {
    Optional<Integer> begin = yaml.getContextMark().map(mark -> mark.getLine() + 1);
    return begin.filter(b -> b != line).map(b -> " (begun on line " + b + ")").orElse("");
  }
}
