package dev.keelson.cli;

/// What every command of `keelson` exits with; the numbers from 64 on are those of sysexits.h.
public final class ExitCode {
  public static final int OK = 0;

  /// The command ran, and what it looked at breaks a rule.
  public static final int VIOLATION = 1;

  /// The arguments are wrong; picocli's own number.
  public static final int USAGE = 2;

  /// What the command has to talk to does not answer.
  public static final int UNAVAILABLE = 69;

  /// A fault of Keelson itself.
  public static final int SOFTWARE = 70;

  /// A call never returned from the module, so that only a new process can serve: systemd starts
  /// it, and holds the socket meanwhile.
  public static final int STUCK = 75;

  /// The token refuses the PIN, or may lock if it is tried: for `RestartPreventExitStatus`.
  public static final int PIN = 77;

  /// The configuration file is wrong.
  public static final int CONFIG = 78;

  private ExitCode() {}
}
