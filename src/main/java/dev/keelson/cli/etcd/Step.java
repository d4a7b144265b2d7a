package dev.keelson.cli.etcd;

import java.util.List;

/// One command of etcdctl; the component names are the JSON's.
///
/// @param why on one line; empty when the step before has said it
/// @param unless a command that succeeds where this one has been run before; empty when it can be
///   run twice
/// @param onlyIf a command that succeeds where there is something to do; empty when there always is
/// @param command without `etcdctl`
record Step(String why, List<String> unless, List<String> onlyIf, List<String> command) {
  Step {
    unless = List.copyOf(unless);
    onlyIf = List.copyOf(onlyIf);
    command = List.copyOf(command);
  }

  static Step of(String why, String... command) {
    return new Step(why, List.of(), List.of(), List.of(command));
  }

  Step unless(String... seen) {
    return new Step(why, List.of(seen), onlyIf, command);
  }

  Step onlyIf(String... seen) {
    return new Step(why, unless, List.of(seen), command);
  }
}
