package dev.keelson.faults;

import static io.grpc.Status.Code.DEADLINE_EXCEEDED;
import static io.grpc.Status.Code.RESOURCE_EXHAUSTED;
import static io.grpc.Status.Code.UNAVAILABLE;

import dev.keelson.Eventually;
import dev.keelson.cli.ExitCode;
import dev.keelson.e2e.Caller;
import dev.keelson.e2e.KeelsonProcess;
import dev.keelson.e2e.Seeds;
import dev.keelson.e2e.Site;
import dev.keelson.e2e.Supervised;
import dev.keelson.token.SoftHsm;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The process and its host: what only a new process mends, under a supervisor that holds the
/// socket.
final class HostFaults {
  /// A JVM starts anew, on a machine that others use too.
  private static final Duration AFTER_A_START = Duration.ofSeconds(60);

  private HostFaults() {}

  private record Scene(Site site, FaultEngine engine, Supervised daemon) {
    void awaitOutput(String text) throws Exception {
      Eventually.until(() -> daemon.supervisor().output().contains(text));
    }
  }

  private interface Strike {
    void on(Scene scene) throws Exception;
  }

  static List<FaultCase> all() {
    return List.of(
        supervised(
            "module crashes",
            "SIGSEGV in C_Encrypt; the supervisor starts the daemon again and holds the socket",
            Set.of(UNAVAILABLE, DEADLINE_EXCEEDED),
            List.of(),
            scene -> {
              scene.engine().on(Function.C_ENCRYPT).times(1).crashes();
              scene.awaitOutput("the daemon ended: exit 1");
            }),
        supervised(
            "every call hangs",
            "no C_Encrypt returns; the daemon exits with code 75 and is started again",
            Set.of(UNAVAILABLE, DEADLINE_EXCEEDED),
            List.of(),
            scene -> {
              scene.engine().on(Function.C_ENCRYPT).neverReturns();
              scene.awaitOutput("the daemon ended: exit " + ExitCode.STUCK);
              scene.engine().clear();
            }),
        supervised(
            "calls hang while a token is taken up",
            "the connection is lost; once it is back, no C_Encrypt returns: exit code 75",
            Set.of(UNAVAILABLE, DEADLINE_EXCEEDED),
            List.of(),
            scene -> {
              scene.engine().connection().dies();
              scene.awaitOutput("result=away");
              scene.engine().on(Function.C_ENCRYPT).neverReturns();
              scene.engine().connection().comesBack();
              scene.awaitOutput("the daemon ended: exit " + ExitCode.STUCK);
              scene.engine().clear();
            }),
        supervised(
            "daemon killed",
            "SIGKILL",
            Set.of(UNAVAILABLE, DEADLINE_EXCEEDED),
            List.of(),
            scene -> {
              scene.daemon().killDaemon();
              scene.awaitOutput("the daemon ended: signal 9");
            }),
        supervised(
            "JVM out of memory",
            "thousands of calls wait for a slow token, with a heap of 20 MB: the JVM exits",
            Set.of(UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED),
            List.of("-Xmx20m", "-XX:+ExitOnOutOfMemoryError"),
            scene -> {
              scene.engine().latency(Duration.ofSeconds(1));
              Flood.of(scene.site().address(), 4_000);
              scene.awaitOutput("the daemon ended: exit 3");
              scene.engine().clear();
            }),
        alone(
            "stale socket",
            "SIGKILL without a supervisor; the next daemon finds the socket that nobody serves",
            Set.of(UNAVAILABLE, DEADLINE_EXCEEDED),
            List.of(),
            (site, daemon) -> {
              daemon.kill();
              return serve(site, List.of());
            }),
        alone(
            "out of file descriptors",
            "a limit of 200, and strangers who connect until none is left, for SoftHSM either; then"
                + " they go",
            Set.of(UNAVAILABLE, DEADLINE_EXCEEDED),
            List.of("prlimit", "--nofile=200:200"),
            (site, daemon) -> {
              try (var crowd = Crowd.at(site)) {
                crowd.fill(300);
                daemon.await("Too many open files", () -> daemon.output().contains("accept"));
              }
              return daemon;
            }));
  }

  /// What happens to a daemon; the daemon that serves afterwards.
  private interface Blow {
    KeelsonProcess to(Site site, KeelsonProcess daemon) throws Exception;
  }

  private static FaultCase alone(
      String name, String injected, Set<Status.Code> sees, List<String> before, Blow blow) {
    return new FaultCase(
        name,
        injected,
        sees,
        AFTER_A_START,
        (dir, self) -> {
          var site = Site.in(dir);
          try (var daemon = serve(site, before);
              var load = Load.on(site.address())) {
            loadWhatRefuses(site);
            Eventually.until(() -> load.rounds() > 20);
            try (var _ = blow.to(site, daemon)) {
              Duration time = untilItServes(site);
              long rounds = load.rounds();
              Eventually.until(() -> load.rounds() > rounds);
              self.judgeAnswers(load);
              return time;
            } catch (AssertionError e) {
              throw new AssertionError(daemon.output(), e);
            }
          }
        });
  }

  /// A class that is first needed when no file can be opened is not to be had, in the tests, whose
  /// classes are files of their own.
  private static void loadWhatRefuses(Site site) throws Exception {
    try (var caller = Caller.at(site.address())) {
      var unknown =
          Caller.opening(caller.seal(Seeds.marked(1))).setKeyId("prod/9/0123456789abcdef");
      var _ = Caller.refusal(() -> caller.open(unknown.build()));
    }
  }

  private static KeelsonProcess serve(Site site, List<String> before) throws Exception {
    String config = site.write(site.yaml()).toString();
    return KeelsonProcess.start(before, List.of(), "serve", "--config", config)
        .await("ready socket=");
  }

  private static FaultCase supervised(
      String name, String injected, Set<Status.Code> sees, List<String> options, Strike strike) {
    return new FaultCase(
        name,
        injected,
        sees,
        AFTER_A_START,
        (dir, self) -> {
          var site = Site.in(dir);
          try (var engine = FaultEngine.over(SoftHsm.in(dir));
              var daemon =
                  Supervised.start(site, Stage.yaml(site, engine), crashless(options, dir))) {
            var scene = new Scene(site, engine, daemon);
            scene.awaitOutput("ready socket=");
            Duration time;
            try (var load = Load.on(site.address())) {
              Eventually.until(() -> load.rounds() > 0);
              strike.on(scene);
              time = untilItServes(site);
              long before = load.rounds();
              Eventually.until(() -> load.rounds() > before);
              self.judge(load);
            }
            return time;
          }
        });
  }

  /// A crash shall leave nothing where the test runs.
  private static List<String> crashless(List<String> options, Path dir) {
    var all = new ArrayList<>(options);
    all.add("-XX:ErrorFile=" + dir.resolve("hs_err.log"));
    all.add("-XX:-CreateCoredumpOnCrash");
    return all;
  }

  private static Duration untilItServes(Site site) throws Exception {
    long began = System.nanoTime();
    try (var caller = Caller.at(site.address())) {
      Eventually.until(() -> serves(caller));
    }
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private static boolean serves(Caller caller) {
    try {
      caller.status();
      caller.open(caller.seal(Seeds.marked(1)));
      return true;
    } catch (StatusRuntimeException e) {
      return false;
    }
  }
}
