package dev.keelson.ledger;

/// What becomes of texts that others chose before they are written.
final class Plain {
  private Plain() {}

  /// Printable ASCII, at most so long: for what a caller sent, who may be hostile.
  static String ascii(String text, int max) {
    String cut = cut(text, max);
    if (isAscii(cut)) {
      return cut;
    }
    var clean = new StringBuilder(cut.length());
    cut.chars().forEach(c -> clean.append(c >= ' ' && c <= '~' ? (char) c : '?'));
    return clean.toString();
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  static String withoutControls(String text) {
    var clean = new StringBuilder(text.length());
    text.chars().forEach(c -> clean.append(Character.isISOControl(c) ? '?' : (char) c));
    return clean.toString();
  }

  static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max);
  }
}
