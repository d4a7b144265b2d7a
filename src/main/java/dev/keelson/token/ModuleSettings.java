package dev.keelson.token;

import java.nio.file.Path;
import java.util.Map;

/// Which vendor library to load, and what it reads from the process environment.
///
/// @param path absolute path of the shared library
/// @param environment variables set before the library is loaded, such as `SOFTHSM2_CONF`
public record ModuleSettings(Path path, Map<String, String> environment) {
  public ModuleSettings {
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("a module's path is absolute: '" + path + "' is not");
    }
    environment = Map.copyOf(environment);
  }
}
