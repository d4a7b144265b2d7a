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

    @Override
    public Mapping movedTo(int at) {
      return new Mapping(at, entries.stream().map(entry -> entry.movedTo(at)).toList());
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
  record Entry(int line, String key, Node value) {
    Entry movedTo(int at) {
      return new Entry(at, key, value.movedTo(at));
    }
  }

  /// The same value, as if all of it were written on another line.
  default Node movedTo(int at) {
    return switch (this) {
      case Scalar scalar -> new Scalar(at, scalar.text());
      case Blank _ -> new Blank(at);
      case Mapping mapping -> mapping.movedTo(at);
      case Sequence sequence ->
          new Sequence(at, sequence.elements().stream().map(e -> e.movedTo(at)).toList());
      case Refused refused -> new Refused(at, refused.what(), refused.fix());
    };
  }

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
