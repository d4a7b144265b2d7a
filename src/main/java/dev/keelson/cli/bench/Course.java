package dev.keelson.cli.bench;

import java.util.Optional;
import java.util.stream.Stream;

/// One RPC on both ways, the direct one first.
record Course(Rpc rpc, Optional<Lap> direct, Lap socket) {
  Stream<Lap> laps() {
    return Stream.concat(direct.stream(), Stream.of(socket));
  }

  Row row(int outstanding) {
    return new Row(
        rpc,
        outstanding,
        direct.map(lap -> new Row.Direct(lap.team().size(), lap.tally().figures())),
        socket.tally().figures());
  }
}
