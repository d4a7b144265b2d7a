package dev.keelson.config;

import dev.keelson.config.Node.Blank;
import dev.keelson.config.Node.Entry;
import dev.keelson.config.Node.Mapping;
import dev.keelson.config.Node.Refused;
import dev.keelson.config.Node.Scalar;
import dev.keelson.config.Node.Sequence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A mapping of the file while it is read: hands out values by key, and turns whatever is wrong
/// into a fault and an empty answer, so that reading goes on to the next fault.
///
/// A misspelt key is reported and then read as what was meant: its value has its faults reported in
/// the same run, and the key does not count as missing too.
final class Section {
  private final String path;
  private final int line;
  private final Keys keys;
  private final Faults faults;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Set<String> refused = new HashSet<>();

  private Section(String path, Mapping mapping, Keys keys, Faults faults) {
    this.path = path;
    this.line = mapping.line();
    this.keys = keys;
    this.faults = faults;
    List<Entry> unknown = new ArrayList<>();
    mapping.entries().forEach(entry -> sort(entry, unknown));
    unknown.forEach(this::readAsMeant);
  }

  static Section root(Mapping mapping, Keys keys, Faults faults) {
    return new Section("", mapping, keys, faults);
  }

  /// The names of the keys that are there, as the file orders them.
  List<String> names() {
    return List.copyOf(entries.keySet());
  }

  /// Whether the file has the key, with a good value or a bad one.
  boolean mentions(String key) {
    return entries.containsKey(key) || refused.contains(key);
  }

  <T> Optional<T> optional(String key, Kind<T> kind) {
    return entry(key).flatMap(entry -> scalar(entry, kind));
  }

  <T> Optional<T> required(String key, Kind<T> kind) {
    if (!mentions(key)) {
      fault(key, "required, but missing", kind.fix());
    }
    return optional(key, kind);
  }

  /// At least one value in a YAML list.
  <T> Optional<List<T>> list(String key, Kind<T> kind) {
    return entry(key).flatMap(entry -> list(entry, kind));
  }

  /// A section inside this one; an absent one, or one with all its keys commented out, has no keys,
  /// and so reports what it requires under its own name.
  Optional<Section> section(String key, Keys inner) {
    Entry entry = entry(key).orElse(new Entry(line, key, new Blank(line)));
    return switch (entry.value()) {
      case Mapping mapping ->
          Optional.of(new Section(pathOf(key), at(entry.line(), mapping), inner, faults));
      case Blank _ ->
          Optional.of(
              new Section(pathOf(key), new Mapping(entry.line(), List.of()), inner, faults));
      case Scalar _, Sequence _, Refused _ ->
          mismatch(entry, "a section of keys", "put its keys on lines of their own, indented");
    };
  }

  /// The sections in a YAML list; none when the key is absent.
  List<Section> sections(String key, Keys inner) {
    return entry(key).map(entry -> sections(entry, inner)).orElse(List.of());
  }

  private List<Section> sections(Entry entry, Keys inner) {
    String fix = "begin each with '- ', and indent its keys below the first";
    if (!(entry.value() instanceof Sequence sequence)) {
      mismatch(entry, "a list of sections", fix);
      return List.of();
    }
    List<Section> sections = new ArrayList<>();
    for (Node element : sequence.elements()) {
      String name = entry.key() + "[" + sections.size() + "]";
      if (element instanceof Mapping mapping) {
        sections.add(new Section(pathOf(name), mapping, inner, faults));
      } else {
        mismatch(new Entry(element.line(), name, element), "a section of keys", fix);
      }
    }
    return sections;
  }

  /// Reports a fault of a key, or of a key that should be there.
  void fault(String key, String what, String fix) {
    int where = entry(key).map(Entry::line).orElse(line);
    faults.add(new Fault(where, pathOf(key), what, fix));
  }

  /// Reports a fault of the section as a whole.
  void fault(String what, String fix) {
    faults.add(new Fault(line, path, what, fix));
  }

  private void sort(Entry entry, List<Entry> unknown) {
    var refusal = keys.refusal(entry.key());
    if (refusal.isPresent()) {
      refused.add(entry.key().toLowerCase(Locale.ROOT));
      report(entry, refusal.get().what(), refusal.get().fix());
    } else if (!keys.know(entry.key())) {
      unknown.add(entry);
    } else {
      Entry first = entries.putIfAbsent(entry.key(), entry);
      if (first != null) {
        report(entry, "duplicate key, line " + first.line() + " has it too", "keep one of them");
      }
    }
  }

  private void readAsMeant(Entry entry) {
    report(entry, "unknown key", keys.hint(entry.key()));
    keys.nearest(entry.key()).ifPresent(meant -> entries.putIfAbsent(meant, entry));
  }

  private Optional<Entry> entry(String key) {
    if (!keys.know(key)) {
      throw new IllegalStateException("the section '" + path + "' asks for no key '" + key + "'");
    }
    return Optional.ofNullable(entries.get(key));
  }

  private <T> Optional<T> scalar(Entry entry, Kind<T> kind) {
    if (!(entry.value() instanceof Scalar scalar)) {
      return mismatch(entry, kind.noun(), kind.fix());
    }
    try {
      return Optional.of(kind.reader().apply(scalar.text()));
    } catch (IllegalArgumentException e) {
      report(entry, sentence(e, kind), kind.fix());
      return Optional.empty();
    }
  }

  private String sentence(IllegalArgumentException e, Kind<?> kind) {
    return switch (keys.echo()) {
      case VALUES -> String.valueOf(e.getMessage());
      case NOTHING -> e instanceof Unquoting u ? u.sentence() : "not " + kind.noun();
    };
  }

  private <T> Optional<List<T>> list(Entry entry, Kind<T> kind) {
    if (!(entry.value() instanceof Sequence sequence)) {
      return mismatch(entry, "a list", kind.fix());
    }
    if (sequence.elements().isEmpty()) {
      report(entry, "an empty list", "name at least one, or leave the key out");
    }
    List<T> values = new ArrayList<>();
    for (Node element : sequence.elements()) {
      scalar(new Entry(element.line(), entry.key(), element), kind).ifPresent(values::add);
    }
    return Optional.of(values);
  }

  private <T> Optional<T> mismatch(Entry entry, String expected, String fix) {
    switch (entry.value()) {
      case Refused(int at, String what, String remedy) ->
          faults.add(new Fault(at, pathOf(entry.key()), what + " has no place here", remedy));
      case Scalar _, Blank _, Mapping _, Sequence _ ->
          report(entry, entry.value().noun() + " instead of " + expected, fix);
    }
    return Optional.empty();
  }

  private void report(Entry entry, String what, String fix) {
    faults.add(new Fault(entry.line(), pathOf(entry.key()), what, fix));
  }

  private String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static Mapping at(int line, Mapping mapping) {
    return new Mapping(line, mapping.entries());
  }
}
