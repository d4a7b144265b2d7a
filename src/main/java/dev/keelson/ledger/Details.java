package dev.keelson.ledger;

import java.util.EnumMap;
import java.util.Map;

/// The details of a deed, short texts by name.
public record Details(Map<Detail, String> texts) {
  public static final Details NONE = new Details(Map.of());

  /// Of all values together: six bytes for each in the worst case, and a line has 8 KiB.
  static final int MAX_CHARS = 1024;

  public Details {
    int length = texts.values().stream().mapToInt(String::length).sum();
    if (length > MAX_CHARS) {
      throw new IllegalArgumentException("details have at most " + MAX_CHARS + " characters");
    }
    texts.forEach(Details::refuseControls);
    texts = Map.copyOf(texts);
  }

  /// With one more. A deed never fails for the text about it: control characters become `?`, and
  /// what is too long is cut.
  public Details with(Detail name, String text) {
    var more = new EnumMap<Detail, String>(Detail.class);
    more.putAll(texts);
    more.remove(name);
    int room = MAX_CHARS - more.values().stream().mapToInt(String::length).sum();
    more.put(name, Plain.cut(name == Detail.NOTE ? text : Plain.withoutControls(text), room));
    return new Details(more);
  }

  public Details with(Detail name, long number) {
    return with(name, Long.toString(number));
  }

  private static void refuseControls(Detail name, String text) {
    if (name != Detail.NOTE && !Plain.withoutControls(text).equals(text)) {
      throw new IllegalArgumentException("a control character in " + name.word());
    }
  }
}
