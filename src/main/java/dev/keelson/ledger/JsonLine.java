package dev.keelson.ledger;

import java.util.Locale;
import java.util.function.Consumer;

/// Writes JSON in the one form that the ledger knows: ASCII, no blanks, and only what must be
/// escaped is.
final class JsonLine {
  private final StringBuilder out = new StringBuilder(384);
  private char before = '{';

  JsonLine number(String name, long number) {
    name(name).append(number);
    return this;
  }

  JsonLine text(String name, String text) {
    name(name);
    quoted(text);
    return this;
  }

  JsonLine object(String name, Consumer<JsonLine> fields) {
    var inner = new JsonLine();
    fields.accept(inner);
    name(name).append(inner).append('}');
    return this;
  }

  private StringBuilder name(String name) {
    out.append(before);
    before = ',';
    quoted(name);
    return out.append(':');
  }

  private void quoted(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      append(text.charAt(i));
    }
    out.append('"');
  }

  private void append(char c) {
    if (c == '"' || c == '\\') {
      out.append('\\').append(c);
    } else if (c == '\n') {
      out.append("\\n");
    } else if (c >= ' ' && c <= '~') {
      out.append(c);
    } else {
      out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
    }
  }

  /// Without the closing brace, for something may follow.
  @Override
  public String toString() {
    return out.toString();
  }
}
