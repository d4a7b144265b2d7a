package dev.keelson.e2e;

import java.util.List;

/// Another user, whom a process of root can become.
final class Nobody {
  static final int UID = 65_534;

  /// What goes before a command. It may read the class path, wherever that is.
  static final List<String> BECOME =
      List.of(
          "setpriv",
          "--reuid=" + UID,
          "--regid=" + UID,
          "--clear-groups",
          "--inh-caps=+dac_read_search",
          "--ambient-caps=+dac_read_search");

  private Nobody() {}
}
