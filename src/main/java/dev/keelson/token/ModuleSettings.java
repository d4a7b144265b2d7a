package dev.keelson.token;

import java.nio.file.Path;
import java.util.Map;

/// Which vendor library to load, what it reads from the process environment, and how it is to be
/// treated.
///
/// @param path absolute path of the shared library
/// @param environment variables set before the library is loaded, such as `SOFTHSM2_CONF`
public record ModuleSettings(
    Path path, Map<String, String> environment, CallOrder calls, GcmIv gcmIv) {
  public ModuleSettings {
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("a module's path is absolute: '" + path + "' is not");
    }
    environment = Map.copyOf(environment);
  }

  /// A module without peculiarities.
  public ModuleSettings(Path path, Map<String, String> environment) {
    this(path, environment, CallOrder.PARALLEL, GcmIv.DAEMON);
  }
}
