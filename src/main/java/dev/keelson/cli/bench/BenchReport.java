package dev.keelson.cli.bench;

import dev.keelson.host.ProcessUsage;
import dev.keelson.host.UnixAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// All that a run found out.
///
/// @param rows those up to the first fault, if there was one
record BenchReport(Subject subject, BenchSettings settings, List<Row> rows, Daemon daemon) {
  /// What was measured.
  ///
  /// @param keyId the active key, which both ways used
  /// @param processors of this machine, which client and daemon share
  record Subject(UnixAddress socket, String keyId, int processors) {}

  /// The daemon's process in the end.
  ///
  /// @param usage empty when it is not known which process it is, or it has gone
  record Daemon(OptionalLong pid, Optional<ProcessUsage> usage) {}

  BenchReport {
    rows = List.copyOf(rows);
  }

  boolean good() {
    return rows.stream().allMatch(Row::good);
  }

  /// None of a run that failed, nor of an open loop: there both ways get the same calls, so the
  /// rates tell of the clock alone.
  List<Budget.Outcome> outcomes() {
    return good() && settings.rate().isEmpty() ? Budget.outcomes(rows) : List.of();
  }

  boolean hasDirect() {
    return rows.stream().anyMatch(row -> row.direct().isPresent());
  }
}
