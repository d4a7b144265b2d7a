package dev.keelson.cli.probe;

import dev.keelson.host.UnixAddress;
import java.util.List;
import java.util.Optional;

/// All that a probe found out.
///
/// @param checks one for each [Rule], in its order
/// @param load empty when there was none
public record Report(
    UnixAddress address, ProbeSettings settings, List<Check> checks, Optional<LoadResult> load) {
  public Report {
    checks = List.copyOf(checks);
  }

  /// Whether no rule was broken.
  public boolean good() {
    return count(Verdict.FAILED) == 0;
  }

  /// Whether somebody accepted a connection.
  public boolean reachable() {
    return of(Rule.SOCKET).verdict() == Verdict.PASSED;
  }

  public Check of(Rule rule) {
    return checks.stream().filter(check -> check.rule() == rule).findFirst().orElseThrow();
  }

  public long count(Verdict verdict) {
    return checks.stream().filter(check -> check.verdict() == verdict).count();
  }
}
