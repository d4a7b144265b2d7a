package dev.keelson.config;

import java.util.List;
import java.util.stream.Collectors;

/// A configuration that no daemon starts with. The message is every fault, one a line.
public final class ConfigException extends Exception {
  private final List<Fault> faults;

  ConfigException(String file, List<Fault> faults) {
    super(faults.stream().map(fault -> fault.in(file)).collect(Collectors.joining("\n")));
    this.faults = List.copyOf(faults);
  }

  /// At least one, in the order of their lines.
  public List<Fault> faults() {
    return faults;
  }
}
