package dev.keelson.cli.bench;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;

/// All callers on the connection's own thread: what brings an answer sends the caller's next call.
/// A thread for each caller costs two wake-ups a call, and the client has its processors from the
/// daemon that it measures.
record SocketTeam(List<SocketCaller> callers) implements Team {
  SocketTeam {
    callers = List.copyOf(callers);
  }

  @Override
  public int size() {
    return callers.size();
  }

  @Override
  public Duration work(Rpc rpc, LongFunction<Pace> paceFrom, Tally tally) {
    List<SocketCaller> able = callers.stream().filter(caller -> caller.prepared(tally)).toList();
    long start = System.nanoTime();
    Pace pace = paceFrom.apply(start);
    CompletableFuture<?>[] work =
        able.stream()
            .map(caller -> caller.work(rpc, pace, tally))
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(work).join();
    tally.failed(Tally.NOT_SENT_IN_TIME, pace.unsent());
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Override
  public void close() {
    callers.forEach(SocketCaller::close);
  }
}
