package dev.keelson.cryptoki;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A file that is not a PKCS#11 library for this machine.
public final class UnloadableModuleException extends Exception {
  private static final long serialVersionUID = 1L;

  UnloadableModuleException(Path library, String why, @Nullable Throwable cause) {
    super("PKCS#11 module " + library + " cannot be loaded: " + why, cause);
  }
}
