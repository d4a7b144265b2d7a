package dev.keelson.cli.bench;

import dev.keelson.cli.probe.Latency;
import java.util.Optional;

/// One RPC at one number of callers, on both ways.
///
/// @param outstanding callers on the socket, each with one call under way
/// @param direct empty when the module was not called directly
record Row(Rpc rpc, int outstanding, Optional<Direct> direct, Figures socket) {
  /// @param threads fewer than `outstanding` when the token has not as many sessions
  record Direct(int threads, Figures figures) {}

  /// How many times the direct median the socket's is.
  Optional<Double> timesDirect() {
    return direct
        .flatMap(yardstick -> yardstick.figures().latency())
        .flatMap(yardstick -> socket.latency().map(mine -> ratio(mine, yardstick)));
  }

  private static double ratio(Latency mine, Latency yardstick) {
    return (double) mine.p50().toNanos() / yardstick.p50().toNanos();
  }

  /// What part of the direct rate the socket carries.
  Optional<Double> shareOfDirect() {
    return direct
        .map(yardstick -> yardstick.figures().callsPerSecond())
        .filter(rate -> rate > 0)
        .map(rate -> socket.callsPerSecond() / rate);
  }

  boolean good() {
    return socket.faults().none()
        && direct.map(yardstick -> yardstick.figures().faults().none()).orElse(true);
  }
}
