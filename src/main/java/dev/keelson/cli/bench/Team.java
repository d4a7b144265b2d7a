package dev.keelson.cli.bench;

import java.time.Duration;
import java.util.function.LongFunction;

/// Callers that ask at the same time, each with one call under way.
interface Team extends AutoCloseable {
  int size();

  /// Lets all begin at once, and waits for the last.
  ///
  /// @param paceFrom the pace of a slice that starts now
  /// @return how long it took
  Duration work(Rpc rpc, LongFunction<Pace> paceFrom, Tally tally) throws InterruptedException;

  @Override
  void close();
}
