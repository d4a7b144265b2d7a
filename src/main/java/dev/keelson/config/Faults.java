package dev.keelson.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Where the faults of one file gather while reading goes on.
final class Faults {
  private final String file;
  private final List<Fault> found = new ArrayList<>();

  Faults(String file) {
    this.file = file;
  }

  void add(Fault fault) {
    found.add(fault);
  }

  void throwIfAny() throws ConfigException {
    if (!found.isEmpty()) {
      throw all();
    }
  }

  /// For the fault after which there is nothing left to read.
  ConfigException fatal(Fault fault) {
    found.add(fault);
    return all();
  }

  private ConfigException all() {
    found.sort(Comparator.comparingInt(Fault::line));
    return new ConfigException(file, found);
  }
}
