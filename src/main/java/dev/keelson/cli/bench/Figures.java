package dev.keelson.cli.bench;

import dev.keelson.cli.probe.Latency;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What was measured of one RPC at one number of callers, on one way to the key.
///
/// @param calls those that were answered
/// @param elapsed the time of the slices together
/// @param latency empty when no call was answered
/// @param cpu what the daemon spent; empty when unknown
record Figures(
    long calls,
    Duration elapsed,
    Optional<Latency> latency,
    Faults faults,
    Optional<Duration> cpu,
    List<Bar> bars) {
  Figures {
    bars = List.copyOf(bars);
  }

  double callsPerSecond() {
    return elapsed.isZero() ? 0 : calls / (elapsed.toNanos() / 1e9);
  }

  Optional<Duration> cpuPerCall() {
    return calls == 0 ? Optional.empty() : cpu.map(spent -> spent.dividedBy(calls));
  }
}
