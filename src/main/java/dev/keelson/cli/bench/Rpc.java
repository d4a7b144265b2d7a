package dev.keelson.cli.bench;

import java.util.Locale;

/// What is asked, of the daemon as of the module.
enum Rpc {
  ENCRYPT,
  DECRYPT;

  /// As the JSON names it.
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// As the protocol names it.
  @Override
  public String toString() {
    return name().charAt(0) + id().substring(1);
  }
}
