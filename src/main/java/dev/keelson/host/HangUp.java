package dev.keelson.host;

/// SIGHUP, by which systemd and people ask a daemon to read its configuration again.
public final class HangUp {
  private HangUp() {}

  /// Runs something at each SIGHUP from now on, on a thread of its own; before, one ends the
  /// process. Java has no other door to a signal, and keeps this one open (JEP 260).
  public static void runs(Runnable task) {
    sun.misc.Signal.handle(new sun.misc.Signal("HUP"), _ -> task.run());
  }
}
