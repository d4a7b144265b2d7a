package dev.keelson.host;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Which unit of the system's service manager a process runs in, by its control group
/// (proc_pid_cgroup(5)).
final class SystemdUnit {
  /// Where system units are. Below other slices, users and containers name groups as they like.
  private static final String SYSTEM = "/system.slice/";

  /// The manager's own in version 1, and the unified one of version 2.
  private static final Set<String> HIERARCHIES = Set.of("name=systemd", "");

  private SystemdUnit() {}

  /// The `.service` or `.scope` in these lines of `ID:CONTROLLERS:PATH`, such as `etcd.service` or
  /// `etcd@main.service`; empty when there is none, or it is of another kind.
  ///
  /// Where both hierarchies are, the manager keeps both alike: two that differ are not its work.
  static Optional<String> of(List<String> lines) {
    List<String> units =
        lines.stream()
            .map(line -> line.split(":", 3))
            .filter(fields -> fields.length == 3 && HIERARCHIES.contains(fields[1]))
            .flatMap(fields -> inPath(fields[2]).stream())
            .distinct()
            .toList();
    return units.size() == 1 ? Optional.of(units.getFirst()) : Optional.empty();
  }

  /// The first that is no slice, as sd_pid_get_unit(3) has it: below it the unit's own user may
  /// make groups of any name (`Delegate=`).
  private static Optional<String> inPath(String path) {
    if (!path.startsWith(SYSTEM)) {
      return Optional.empty();
    }
    return Stream.of(path.substring(SYSTEM.length()).split("/", -1))
        .filter(group -> !group.endsWith(".slice"))
        .findFirst()
        .map(SystemdUnit::unescaped)
        .filter(unit -> unit.endsWith(".service") || unit.endsWith(".scope"));
  }

  /// A unit whose name looks like a file of the kernel's, such as `cpu.service`, has a `_` before
  /// it.
  private static String unescaped(String group) {
    return group.startsWith("_") ? group.substring(1) : group;
  }
}
