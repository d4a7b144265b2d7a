package dev.keelson.config;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The keys that a section knows, and what its faults may quote.
///
/// @param names the known ones; empty when every name is good
/// @param refused keys that are no typing mistakes: each has its own answer, in either case
/// @param echo whether values may be quoted
record Keys(List<String> names, Map<String, Refusal> refused, Echo echo) {

  record Refusal(String what, String fix) {}

  /// Whether the faults of a section repeat its values.
  enum Echo {
    VALUES,
    NOTHING
  }

  Keys {
    names = List.copyOf(names);
    refused = Map.copyOf(refused);
  }

  static Keys of(String... names) {
    return new Keys(List.of(names), Map.of(), Echo.VALUES);
  }

  static Keys any() {
    return of();
  }

  /// For sections where a secret may have been pasted.
  Keys echoingNothing() {
    return new Keys(names, refused, Echo.NOTHING);
  }

  Keys refusing(String key, String what, String fix) {
    Map<String, Refusal> more = new HashMap<>(refused);
    more.put(key, new Refusal(what, fix));
    return new Keys(names, more, echo);
  }

  boolean know(String key) {
    return names.isEmpty() || names.contains(key);
  }

  Optional<Refusal> refusal(String key) {
    return Optional.ofNullable(refused.get(key.toLowerCase(Locale.ROOT)));
  }

  /// The known key that an unknown one was probably meant to be.
  Optional<String> nearest(String unknown) {
    return Typo.nearest(unknown, names);
  }

  /// Whether a key of the file is this known one, as it stands or misspelt.
  boolean means(String written, String known) {
    return written.equals(known)
        || (!know(written) && nearest(written).filter(known::equals).isPresent());
  }

  String hint(String unknown) {
    return nearest(unknown)
        .map(near -> "did you mean '" + near + "'?")
        .orElse("known here: " + String.join(", ", names));
  }
}
