package dev.keelson.ledger;

import java.util.HexFormat;
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
    out.append(before).append('"').append(name).append("\":");
    before = ',';
    return out;
  }

  private void quoted(String text) {
    int plain = plainUntil(text);
    out.append('"').append(text, 0, plain);
    for (int i = plain; i < text.length(); i++) {
      append(text.charAt(i));
    }
    out.append('"');
  }

  /// Nearly all texts are plain to the end.
  private static int plainUntil(String text) {
    int i = 0;
    while (i < text.length() && isPlain(text.charAt(i))) {
      i++;
    }
    return i;
  }

  static boolean isPlain(char c) {
    return c >= ' ' && c <= '~' && c != '"' && c != '\\';
  }

  private void append(char c) {
    if (isPlain(c)) {
      out.append(c);
    } else if (c == '"' || c == '\\') {
      out.append('\\').append(c);
    } else if (c == '\n') {
      out.append("\\n");
    } else {
      out.append("\\u").append(HexFormat.of().toHexDigits(c));
    }
  }

  /// Without the closing brace, for something may follow.
  @Override
  public String toString() {
    return out.toString();
  }
}
