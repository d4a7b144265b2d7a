package dev.keelson.cli.probe;

/// One rule, and how the plugin did.
///
/// @param seen what was seen, on one line, without the plugin's control characters
/// @param remedy the likely cause and what to do, should it have failed
public record Check(Rule rule, Verdict verdict, String seen, String remedy) {
  private static final int MAX_SEEN = 300;

  public Check {
    seen = printable(seen);
  }

  /// A plugin's text must not steer the operator's terminal, nor fill it.
  private static String printable(String text) {
    String plain = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", "?");
    return plain.length() <= MAX_SEEN ? plain : plain.substring(0, MAX_SEEN) + "…";
  }
}
