package dev.keelson.cli.bench;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/// One RPC on one way to the key: what is repeated, slice by slice, in turn with the others.
///
/// @param cpu what the daemon has spent so far; empty when unknown
record Lap(Rpc rpc, Team team, Supplier<Optional<Duration>> cpu, Tally tally) {

  void run(LongFunction<Pace> paceFrom) throws InterruptedException {
    Optional<Duration> before = cpu.get();
    Duration slice = team.work(rpc, paceFrom, tally);
    tally.took(slice, cpu.get().flatMap(after -> before.map(after::minus)));
  }
}
