package dev.keelson.cli.bench;

/// A call that was not answered. Keeps no cause: its text could quote what was sealed.
final class CallFault extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;

  /// @param code what calls of one kind are counted under, such as `UNAVAILABLE`
  CallFault(String code) {
    super(code);
    this.code = code;
  }

  String code() {
    return code;
  }
}
