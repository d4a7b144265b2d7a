package dev.keelson.cli;

import dev.keelson.config.ConfigException;
import dev.keelson.host.ListenException;
import dev.keelson.issuer.BookException;
import dev.keelson.issuer.IssuerException;
import dev.keelson.issuer.SignerException;
import dev.keelson.ledger.LedgerException;
import dev.keelson.secret.PinUnreadableException;
import dev.keelson.secret.PinUnwritableException;
import dev.keelson.token.TokenException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/// Tells a person what failed and what to do, and a unit whether starting again can help.
final class Failures {
  private Failures() {}

  /// Writes what failed, and what to do.
  ///
  /// @return what the process ends with
  static int tell(Exception failure, PrintWriter err) {
    return switch (failure) {
      case ConfigException e -> tell(err, ExitCode.CONFIG, e.getMessage());
      case PinUnreadableException e -> tell(err, ExitCode.CONFIG, e.getMessage(), e.remedy());
      case PinUnwritableException e -> tell(err, ExitCode.CONFIG, e.getMessage(), e.remedy());
      case RefusedException e -> tell(err, ExitCode.VIOLATION, e.getMessage(), e.remedy());
      case ToolException e -> tell(err, ExitCode.UNAVAILABLE, e.getMessage(), e.remedy());
      case DaemonAwayException e -> tell(err, ExitCode.UNAVAILABLE, e.getMessage(), e.remedy());
      case ListenException e -> tell(err, ExitCode.UNAVAILABLE, e.getMessage(), e.remedy());
      case LedgerException.Damaged e -> tell(err, ExitCode.VIOLATION, e.getMessage(), e.remedy());
      case LedgerException e -> tell(err, ExitCode.UNAVAILABLE, e.getMessage(), e.remedy());
      case IssuerException e -> tell(err, ExitCode.UNAVAILABLE, e.getMessage(), e.remedy());
      case SignerException e -> tell(err, ExitCode.UNAVAILABLE, e.getMessage(), e.remedy());
      case BookException e -> tell(err, ExitCode.UNAVAILABLE, e.getMessage(), e.remedy());
      case TokenException e -> tell(err, exitCode(e), e.getMessage(), e.remedy());
      default -> {
        failure.printStackTrace(err);
        yield tell(
            err,
            ExitCode.SOFTWARE,
            "this is a fault of Keelson: " + failure,
            "report it with the lines above");
      }
    };
  }

  private static int exitCode(TokenException failure) {
    if (failure.mayPass()) {
      return ExitCode.UNAVAILABLE;
    }
    boolean ofThePin =
        failure instanceof TokenException.PinRefused
            || failure instanceof TokenException.PinBlown
            || failure instanceof TokenException.PinAtRisk;
    return ofThePin ? ExitCode.PIN : ExitCode.CONFIG;
  }

  private static int tell(PrintWriter err, int exitCode, @Nullable String what, String remedy) {
    return tell(err, exitCode, what + "\n  do: " + remedy);
  }

  private static int tell(PrintWriter err, int exitCode, @Nullable String what) {
    err.println("keelson: " + what);
    err.flush();
    return exitCode;
  }
}
