package dev.keelson.cli.bench;

import dev.keelson.token.TokenException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/// One number of callers, on both ways; their sessions stay open until close.
final class Setting implements AutoCloseable {
  private final Ways ways;
  private final int outstanding;
  private final Optional<Team> direct;
  private final Team socket;

  Setting(Ways ways, int outstanding) throws TokenException {
    this.ways = ways;
    this.outstanding = outstanding;
    this.direct = ways.directTeam(outstanding);
    this.socket = ways.socketTeam(outstanding);
  }

  /// A slice of each lap, again and again, until one has a fault.
  ///
  /// @param afterSlice told after each
  List<Row> measure(int rounds, LongFunction<Pace> paceFrom, Runnable afterSlice)
      throws InterruptedException {
    List<Course> courses = Arrays.stream(Rpc.values()).map(this::course).toList();
    List<Lap> laps = courses.stream().flatMap(Course::laps).toList();
    for (int round = 0; round < rounds && allGood(laps); round++) {
      for (Lap lap : laps) {
        lap.run(paceFrom);
        afterSlice.run();
      }
    }
    return courses.stream().map(course -> course.row(outstanding)).toList();
  }

  private Course course(Rpc rpc) {
    return new Course(
        rpc,
        direct.map(team -> new Lap(rpc, team, Optional::empty, new Tally())),
        new Lap(rpc, socket, ways::daemonCpu, new Tally()));
  }

  private static boolean allGood(List<Lap> laps) {
    return laps.stream().allMatch(lap -> lap.tally().faults().none());
  }

  @Override
  public void close() {
    direct.ifPresent(Team::close);
    socket.close();
  }
}
