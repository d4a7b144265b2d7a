package dev.keelson.cli.probe;

import io.grpc.Status;

/// A call ended with a gRPC status. Keeps no cause: a plugin may put a seed into its error text.
public final class CallFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Status.Code code;
  private final String what;

  CallFailedException(Status.Code code, String what) {
    super(what);
    this.what = what;
    this.code = code;
  }

  public Status.Code code() {
    return code;
  }

  public String what() {
    return what;
  }

  /// Whether the plugin itself said no, rather than hung, broke or went away.
  boolean isRefusal() {
    return code != Status.Code.DEADLINE_EXCEEDED
        && code != Status.Code.UNAVAILABLE
        && code != Status.Code.CANCELLED;
  }
}
