package dev.keelson.config;

import java.util.List;

/// A YAML value and the line it begins on.
///
/// A scalar is its text, as written: what type it has is the key's decision, not YAML's, so that
/// `0600`, `no` and a serial of digits stay what the operator typed.
sealed interface Node {
  int line();

  record Scalar(int line, String text) implements Node {}

  /// A key with nothing after it, or a plain `null`.
  record Blank(int line) implements Node {}

  record Mapping(int line, List<Entry> entries) implements Node {
    public Mapping {
      entries = List.copyOf(entries);
    }
  }

  record Sequence(int line, List<Node> elements) implements Node {
    public Sequence {
      elements = List.copyOf(elements);
    }
  }

  /// YAML that this file may not use; reported where it is read, under its key.
  record Refused(int line, String what, String fix) implements Node {}

  /// A key of a mapping; nothing says yet that it is the only one of its name.
  record Entry(int line, String key, Node value) {}

  /// The kind of value, as a fault names it.
  default String noun() {
    return switch (this) {
      case Scalar _ -> "a text";
      case Blank _ -> "no value";
      case Mapping _ -> "a mapping";
      case Sequence _ -> "a list";
      case Refused refused -> refused.what();
    };
  }
}
