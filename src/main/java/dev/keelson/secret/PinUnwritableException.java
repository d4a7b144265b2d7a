package dev.keelson.secret;

import java.io.IOException;
import java.nio.file.Path;

/// A file of a PIN could not be made, replaced or removed.
public final class PinUnwritableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  PinUnwritableException(Path file, IOException cause) {
    super("PIN file " + file + " cannot be written: " + cause, cause);
    this.remedy =
        "run keelson as the user who may write in "
            + file.toAbsolutePath().getParent()
            + ", and see that its disk is not full";
  }

  /// What the operator can do.
  public String remedy() {
    return remedy;
  }
}
