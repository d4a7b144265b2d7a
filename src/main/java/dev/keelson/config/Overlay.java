package dev.keelson.config;

import dev.keelson.config.Node.Blank;
import dev.keelson.config.Node.Entry;
import dev.keelson.config.Node.Mapping;
import dev.keelson.config.Node.Refused;
import dev.keelson.config.Node.Scalar;
import dev.keelson.config.Node.Sequence;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Lays a section that the user wrote over that of a profile: whatever the user wrote counts, good
/// or bad, and the profile has a say only where a key is not written at all.
///
/// @param defaults of the profile
/// @param keys of the section, to tell a misspelt key from a missing one
record Overlay(List<Entry> defaults, Keys keys) {
  /// What a device may have a say in. Whose keys, which token and who may call are the user's.
  private static final Map<String, Keys> SECTIONS =
      Map.of(
          "module", ModuleSection.KEYS,
          "lanes", LanesSection.KEYS,
          "canary", CanarySection.KEYS);

  /// The user's file over the profile that it names. What comes from the profile stands on the line
  /// that names it.
  static Mapping overItsProfile(Mapping file, Keys keys) {
    return file.entries().stream()
        .filter(entry -> keys.means(entry.key(), "profile"))
        .findFirst()
        .map(named -> new Overlay(sections(named), keys).under(file))
        .orElse(file);
  }

  private static List<Entry> sections(Entry named) {
    return named.value() instanceof Scalar name
        ? Profile.meantBy(name.text()).stream()
            .flatMap(profile -> profile.entries().stream())
            .filter(entry -> SECTIONS.containsKey(entry.key()))
            .map(entry -> entry.movedTo(named.line()))
            .toList()
        : List.of();
  }

  private Mapping under(Mapping user) {
    Stream<Entry> written = user.entries().stream().map(this::under);
    Stream<Entry> missing = defaults.stream().filter(entry -> isMissing(entry.key(), user));
    return new Mapping(user.line(), Stream.concat(written, missing).toList());
  }

  private boolean isMissing(String key, Mapping user) {
    return user.entries().stream().noneMatch(entry -> keys.means(entry.key(), key));
  }

  private Entry under(Entry user) {
    return defaults.stream()
        .filter(entry -> keys.means(user.key(), entry.key()))
        .findFirst()
        .map(entry -> new Entry(user.line(), user.key(), under(entry, user.value())))
        .orElse(user);
  }

  /// A section with all its keys commented out is one without keys.
  private static Node under(Entry entry, Node user) {
    if (!(entry.value() instanceof Mapping section)) {
      return user;
    }
    // The variables of an environment are the only keys that may have any name.
    Keys inner = SECTIONS.getOrDefault(entry.key(), Keys.any());
    var overlay = new Overlay(section.entries(), inner);
    return switch (user) {
      case Mapping mapping -> overlay.under(mapping);
      case Blank(int line) -> overlay.under(new Mapping(line, List.of()));
      case Scalar _, Sequence _, Refused _ -> user;
    };
  }
}
