package dev.keelson.cli.probe;

import java.util.List;

/// One line of the table of faulty plugins.
///
/// @param seen what the probe tells of the first broken rule
/// @param broken every rule that it finds broken, in order
record Fault(String name, TwistedPlugin plugin, String seen, List<Rule> broken) {
  static Fault of(String name, TwistedPlugin plugin, String seen, Rule... broken) {
    return new Fault(name, plugin, seen, List.of(broken));
  }

  @Override
  public String toString() {
    return name;
  }
}
