package dev.keelson.ledger;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/// A place in a line, from which the next thing is taken in the one form that [JsonLine] gives it.
final class LineCursor {
  /// The line goes on otherwise. It is no failure yet, and has no stack to be filled in.
  static final class OtherForm extends Exception {
    private static final long serialVersionUID = 1L;

    OtherForm() {
      super(null, null, false, false);
    }
  }

  /// Of a number in the ledger; longer ones fit a `long` only now and then.
  private static final int MAX_DIGITS = 18;

  private final byte[] line;
  private int at;

  LineCursor(byte[] line) {
    this.line = line;
  }

  static void require(boolean condition) throws OtherForm {
    if (!condition) {
      throw new OtherForm();
    }
  }

  boolean isAtEnd() {
    return at == line.length;
  }

  /// Of all bytes up to here.
  String sumSoFar() {
    return Entry.sum(line, at);
  }

  void skip(byte[] wanted) throws OtherForm {
    require(skips(wanted));
  }

  void skip(char wanted) throws OtherForm {
    require(skips(wanted));
  }

  boolean skips(byte[] wanted) {
    int end = at + wanted.length;
    if (end > line.length || !Arrays.equals(line, at, end, wanted, 0, wanted.length)) {
      return false;
    }
    at = end;
    return true;
  }

  boolean skips(char wanted) {
    if (peek() != wanted) {
      return false;
    }
    at++;
    return true;
  }

  /// What is no ASCII is no character that anything here knows.
  private char peek() {
    return at < line.length ? (char) (line[at] & 0xff) : 0;
  }

  private boolean isAtDigit() {
    return peek() >= '0' && peek() <= '9';
  }

  int digits(int count) throws OtherForm {
    int number = 0;
    for (int i = 0; i < count; i++) {
      require(isAtDigit());
      number = 10 * number + line[at++] - '0';
    }
    return number;
  }

  long number() throws OtherForm {
    int start = at;
    long number = 0;
    while (isAtDigit()) {
      number = 10 * number + line[at++] - '0';
      require(at - start <= MAX_DIGITS);
    }
    require(at - start == 1 || (at > start && line[start] != '0'));
    return number;
  }

  String text() throws OtherForm {
    skip('"');
    int start = at;
    skipPlain();
    if (peek() != '"') {
      return escapedText(start);
    }
    return new String(line, start, at++ - start, US_ASCII);
  }

  private void skipPlain() {
    while (JsonLine.isPlain(peek())) {
      at++;
    }
  }

  private String escapedText(int start) throws OtherForm {
    var text = new StringBuilder().append(new String(line, start, at - start, US_ASCII));
    while (!skips('"')) {
      skip('\\');
      text.append(escaped());
      int plain = at;
      skipPlain();
      text.append(new String(line, plain, at - plain, US_ASCII));
    }
    return text.toString();
  }

  private char escaped() throws OtherForm {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\' -> c;
      case 'n' -> '\n';
      case 'u' -> unicode();
      default -> throw new OtherForm();
    };
  }

  /// Only for what has no shorter form.
  private char unicode() throws OtherForm {
    int c = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(peek(), 16);
      require(digit >= 0 && (peek() < 'A' || peek() > 'F'));
      c = 16 * c + digit;
      at++;
    }
    require(!JsonLine.isPlain((char) c) && c != '"' && c != '\\' && c != '\n');
    return (char) c;
  }
}
