package dev.keelson.cli.doctor.etcd;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What a program is started with, by the flags' names without dashes; of two, the last counts.
///
/// @param values `true` for a flag that stands alone
record Flags(Map<String, String> values) {
  private static final String ENVIRONMENT = "ETCD_";

  /// What Go's `strconv.ParseBool` takes for true.
  private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");

  Flags {
    values = Map.copyOf(values);
  }

  /// As Go's `flag` and pflag read a command line: a value stands behind `=`, or is the next word.
  static Flags ofWords(List<String> words) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (!word.startsWith("-")) {
        continue;
      }
      String flag = word.replaceFirst("^--?", "");
      int equals = flag.indexOf('=');
      if (equals >= 0) {
        values.put(flag.substring(0, equals), flag.substring(equals + 1));
      } else if (i + 1 < words.size() && !words.get(i + 1).startsWith("-")) {
        values.put(flag, words.get(++i));
      } else {
        values.put(flag, "true");
      }
    }
    return new Flags(values);
  }

  /// etcd's own rule: `ETCD_CERT_FILE` is `--cert-file`. Other variables are not looked at.
  static Flags ofEnvironment(Map<String, String> environment) {
    Map<String, String> values = new HashMap<>();
    environment.forEach((name, value) -> {
      if (name.startsWith(ENVIRONMENT)) {
        String flag = name.substring(ENVIRONMENT.length()).toLowerCase(Locale.ROOT);
        values.put(flag.replace('_', '-'), value);
      }
    });
    return new Flags(values);
  }

  /// These, and of the others what these do not say.
  Flags over(Flags others) {
    Map<String, String> both = new HashMap<>(others.values);
    both.putAll(values);
    return new Flags(both);
  }

  Optional<String> text(String flag) {
    return Optional.ofNullable(values.get(flag)).filter(value -> !value.isEmpty());
  }

  boolean has(String flag) {
    return text(flag).isPresent();
  }

  boolean on(String flag) {
    return text(flag).filter(TRUE::contains).isPresent();
  }

  /// For flags that are on unless they are told otherwise.
  boolean off(String flag) {
    return has(flag) && !on(flag);
  }

  List<String> list(String flag) {
    return text(flag)
        .map(value -> Arrays.stream(value.split(",")).map(String::strip).toList())
        .orElse(List.of());
  }

  /// The names of those that are not the same here and there.
  Set<String> differing(Flags others) {
    Set<String> names = new TreeSet<>(values.keySet());
    names.addAll(others.values.keySet());
    names.removeIf(name -> text(name).equals(others.text(name)));
    return names;
  }
}
