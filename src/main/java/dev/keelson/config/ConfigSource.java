package dev.keelson.config;

/// Where a configuration is read, and read again.
public interface ConfigSource {
  /// What stands there now, whole and checked.
  KeelsonConfig read() throws ConfigException;
}
