package dev.keelson.faults;

import static io.grpc.Status.Code.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.Eventually;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A fault that Keelson survives.
///
/// @param injected what is done to it
/// @param sees every status other than OK that a caller may get meanwhile; when there are any, the
///   caller of the test gets one of them
/// @param limit for the time from the fault's end until the daemon serves
record FaultCase(String name, String injected, Set<Status.Code> sees, Duration limit, Play play) {
  /// From beginning to end, in a directory of its own.
  interface Play {
    /// Plays it; how long the daemon took to recover.
    Duration in(Path dir, FaultCase self) throws Exception;
  }

  /// What a token that returns is promised, 2 s, and room for a machine that others use too; the
  /// promise itself is measured over many rounds (`src/soak/rounds.sh`).
  static final Duration SOON = Duration.ofSeconds(5);

  /// A fault that lasts until Status has told of it.
  static FaultCase lasting(String name, String injected, Stage.Strike begin) {
    return lasting(name, injected, begin, stage -> stage.engine().clear());
  }

  static FaultCase lasting(String name, String injected, Stage.Strike begin, Stage.Strike end) {
    return staged(
        name,
        injected,
        Set.of(UNAVAILABLE),
        SOON,
        stage -> {
          begin.on(stage);
          stage.await(UNAVAILABLE);
          return stage.recovery(end);
        });
  }

  /// What happens on a stage; returns the time to recover.
  interface Act {
    Duration on(Stage stage) throws Exception;
  }

  static FaultCase staged(
      String name, String injected, Set<Status.Code> sees, Duration limit, Act act) {
    return new FaultCase(
        name,
        injected,
        sees,
        limit,
        (dir, self) -> {
          try (var stage = Stage.in(dir)) {
            Eventually.until(() -> stage.load().rounds() > 0);
            Duration time = act.on(stage);
            self.judge(stage.load());
            return time;
          }
        });
  }

  /// A few calls that fail while the token lives: Status stays good all the time.
  static FaultCase passing(
      String name, String injected, Set<Status.Code> sees, Stage.Strike strike) {
    return staged(
        name,
        injected,
        sees,
        SOON,
        stage -> {
          strike.on(stage);
          long before = stage.load().rounds();
          Eventually.until(() -> {
            assertThat(stage.status()).isEqualTo(Status.Code.OK);
            return stage.load().rounds() > before + 20;
          });
          return stage.recovery(_ -> {});
        });
  }

  void judge(Load load) {
    judgeAnswers(load);
    assertThat(load.refusals().isEmpty()).as("nobody noticed").isEqualTo(sees.isEmpty());
  }

  /// Of a fault that callers may well not notice.
  void judgeAnswers(Load load) {
    load.requireNothingWrong();
    assertThat(sees).containsAll(load.refusals());
  }

  Duration play(Path dir) throws Exception {
    Duration time = play.in(dir, this);
    assertThat(time).isLessThan(limit);
    return time;
  }

  /// For the table.
  String seen() {
    return sees.isEmpty()
        ? "nothing"
        : new TreeSet<>(sees).stream().map(Status.Code::name).collect(Collectors.joining(" or "));
  }

  @Override
  public String toString() {
    return name;
  }
}
