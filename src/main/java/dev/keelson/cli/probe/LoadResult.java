package dev.keelson.cli.probe;

import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the load part measured.
///
/// @param calls RPCs sent; fewer than asked for when an Encrypt failed, for its Decrypt is not sent
/// @param wrong answers that came, but were not right
/// @param errors how many calls ended with each gRPC status code
/// @param encrypt times of the Encrypts that were answered
/// @param decrypt times of the Decrypts that were answered
public record LoadResult(
    int calls,
    Duration elapsed,
    int wrong,
    SortedMap<String, Integer> errors,
    Optional<Latency> encrypt,
    Optional<Latency> decrypt) {

  public LoadResult {
    errors = Collections.unmodifiableSortedMap(new TreeMap<>(errors));
  }

  public double callsPerSecond() {
    return calls / (elapsed.toNanos() / 1e9);
  }

  Optional<String> fault() {
    return wrong == 0 && errors.isEmpty()
        ? Optional.empty()
        : Optional.of(calls + " calls, " + wrong + " wrong answers, errors " + errors);
  }
}
