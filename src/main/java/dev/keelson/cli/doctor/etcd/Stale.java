package dev.keelson.cli.doctor.etcd;

import dev.keelson.cli.doctor.Chart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// What a running process does not know yet: flags, and the CAs, which are read once (etcd#11555).
final class Stale implements Question {
  /// The kernel tells a start by its own boot, in whole seconds.
  private static final Duration BLUR = Duration.ofSeconds(2);

  @Override
  public void ask(Installation it, Chart.Group group) {
    look(it.etcd(), List.of("trusted-ca-file", "peer-trusted-ca-file"), group);
    it.apiserver().ifPresent(apiserver -> look(apiserver, List.of("etcd-cafile"), group));
  }

  private static void look(Program program, List<String> cas, Chart.Group group) {
    if (program.running().isEmpty()) {
      group.warn(
          "no process of "
              + program.source().name()
              + " is to be seen, so what it has loaded"
              + " cannot be told",
          "look as root, while it runs");
      return;
    }
    Running process = program.running().get();
    Set<String> differing = program.flags().differing(process.flags());
    if (!differing.isEmpty() && !process.flags().has("config-file")) {
      group.warn(
          "process "
              + process.pid()
              + " was started with another --"
              + String.join(", --", differing)
              + " than "
              + program.source().name()
              + " has",
          "restart it");
    }
    cas.forEach(flag -> program.file(flag).ifPresent(file -> ca(flag, file, process, group)));
  }

  private static void ca(String flag, Path file, Running process, Chart.Group group) {
    try {
      Instant changed = Files.getLastModifiedTime(file).toInstant();
      if (changed.isAfter(process.started().plus(BLUR))) {
        group.bad(
            "--"
                + flag
                + " "
                + file
                + " was changed at "
                + changed
                + ", and process "
                + process.pid()
                + " runs since "
                + process.started()
                + ": it trusts what the file was then",
            "restart it: a static pod by moving its manifest away for 20 s");
      } else {
        group.good("process " + process.pid() + " has --" + flag + " as it is on disk");
      }
    } catch (IOException _) {
      return; // FileChecks tells
    }
  }
}
