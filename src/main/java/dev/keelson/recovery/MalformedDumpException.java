package dev.keelson.recovery;

import org.jspecify.annotations.Nullable;

/// A file that is not what etcdctl prints. The message quotes none of it.
public final class MalformedDumpException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedDumpException(String what, @Nullable Throwable cause) {
    super(what, cause);
  }
}
