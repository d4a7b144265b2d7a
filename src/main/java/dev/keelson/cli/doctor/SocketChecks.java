package dev.keelson.cli.doctor;

import dev.keelson.cli.probe.Check;
import dev.keelson.cli.probe.Probe;
import dev.keelson.cli.probe.ProbeSettings;
import dev.keelson.cli.probe.Progress;
import dev.keelson.cli.probe.Report;
import dev.keelson.cli.probe.Rule;
import dev.keelson.cli.probe.Verdict;
import dev.keelson.host.SocketSettings;
import dev.keelson.host.UnixAddress;
import dev.keelson.kek.KekId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;

/// The socket, and the daemon behind it if there is one.
record SocketChecks(SocketSettings socket, Chart.Group group) {
  private static final ProbeSettings FEW = ProbeSettings.DEFAULT.withCalls(4);

  /// Looks at it from outside, and asks.
  ///
  /// @param active what the token says, when it could be asked
  void run(Optional<KekId> active) {
    if (socket.address() instanceof UnixAddress.File(Path path)) {
      directory(path.toAbsolutePath().resolveSibling(""));
      if (!Files.exists(path)) {
        group.good("no daemon serves " + socket.address() + " now");
        return;
      }
      mode(path);
    }
    ask(active);
  }

  /// Who may write the directory can put a socket of his own in the place of ours.
  private void directory(Path dir) {
    try {
      var mode = Files.getPosixFilePermissions(dir);
      if (mode.contains(PosixFilePermission.OTHERS_WRITE)) {
        group.bad("others can write " + dir + ", and so replace the socket", "chmod o-w " + dir);
      } else {
        group.good("only its owner and group can put a socket into " + dir);
      }
    } catch (IOException _) {
      group.warn(
          "the socket's directory " + dir + " is not there yet",
          "install -d -m 0755 -o keelson "
              + dir
              + " (a systemd unit's RuntimeDirectory= makes"
              + " it)");
    }
  }

  private void mode(Path path) {
    try {
      var mode = Files.getPosixFilePermissions(path);
      String shown = PosixFilePermissions.toString(mode) + ", of " + Files.getOwner(path);
      if (mode.equals(socket.mode())) {
        group.good(path + " has the mode that is configured: " + shown);
      } else {
        group.bad(
            path
                + " has another mode than is configured ("
                + PosixFilePermissions.toString(socket.mode())
                + "): "
                + shown,
            "restart the daemon, and find out who changed it");
      }
    } catch (IOException e) {
      group.bad(path + " cannot be looked at: " + e, "see: namei -l " + path);
    }
  }

  private void ask(Optional<KekId> active) {
    Report report = new Probe(socket.address(), FEW, new SecureRandom()).run(Progress.NONE);
    if (!report.reachable()) {
      Check socketCheck = report.of(Rule.SOCKET);
      group.warn("no daemon answers: " + socketCheck.seen(), "keelson serve --config FILE");
      return;
    }
    report.checks().stream()
        .filter(check -> check.verdict() == Verdict.FAILED)
        .forEach(check -> group.bad(check.rule().id() + ": " + check.seen(), check.remedy()));
    if (report.good()) {
      group.good("a daemon answers on " + socket.address() + " as KMS v2 demands");
    }
    active.ifPresent(id -> sameKey(id, report.of(Rule.STATUS_KEY_ID)));
  }

  private void sameKey(KekId active, Check keyId) {
    if (keyId.verdict() != Verdict.PASSED) {
      return;
    }
    if (keyId.seen().contains(active.toString())) {
      group.good("it seals with " + active + ", which is the active one on the token");
    } else {
      group.warn(
          "it seals with another key than "
              + active
              + ", the active one on the token: "
              + keyId.seen(),
          "wait for rotation.poll; then look into the daemon's log, and at this host's clock");
    }
  }
}
