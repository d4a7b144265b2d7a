package dev.keelson.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Bytes to text, strictly: a replaced character in a path or a label would be found much later.
final class Utf8Text {
  /// What YAML 1.2 §5.1 does not let into a file.
  private static final Pattern CONTROL =
      Pattern.compile("[\\x00-\\x1F\\x7F-\\x9F\\uFFFE\\uFFFF&&[^\\t\\n\\r\\x85]]");

  private Utf8Text() {}

  static String decode(byte[] content, Faults faults) throws ConfigException {
    var text = CharBuffer.allocate(content.length);
    var result = UTF_8.newDecoder().decode(ByteBuffer.wrap(content), text, true);
    text.flip();
    if (result.isError()) {
      throw faults.fatal(
          new Fault(lineAtEndOf(text), "", "not UTF-8", "save the file in the encoding UTF-8"));
    }
    Matcher control = CONTROL.matcher(text);
    if (control.find()) {
      throw faults.fatal(
          new Fault(
              lineAtEndOf(text.subSequence(0, control.start())),
              "",
              "a control character",
              "remove it; a text in double quotes can name it: \"\\t\""));
    }
    return text.toString();
  }

  private static int lineAtEndOf(CharSequence read) {
    return 1 + (int) read.chars().filter(c -> c == '\n').count();
  }
}
