package dev.keelson.faults;

import dev.keelson.e2e.KeelsonProcess;
import dev.keelson.e2e.Site;
import dev.keelson.token.SoftHsm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A daemon under a steady load, with a fault every 30 s, for as long as it is told to: nothing may
/// grow, and no answer may be wrong. Started by `src/soak/run`.
final class Soak {
  private static final Duration BETWEEN_FAULTS = Duration.ofSeconds(30);
  private static final Duration FAULT = Duration.ofSeconds(4);
  private static final int CALLS_PER_SECOND = 200;

  /// Samples while the JVM still finds its size.
  private static final int WARM_UP = 3;

  private final FaultEngine engine;
  private final KeelsonProcess daemon;
  private final PacedLoad load;
  private final List<Usage> samples = new ArrayList<>();

  private Soak(FaultEngine engine, KeelsonProcess daemon, PacedLoad load) {
    this.engine = engine;
    this.daemon = daemon;
    this.load = load;
  }

  /// The length in minutes is the argument; exit code 1 when something grew or was wrong.
  static void main(String[] arguments) throws Exception {
    Duration length = Duration.ofMinutes(Integer.parseInt(arguments[0]));
    Path dir = Files.createTempDirectory("keelson-soak");
    var site = Site.in(dir);
    boolean good;
    try (var engine = FaultEngine.over(SoftHsm.in(dir));
        var daemon = serve(site, engine);
        var load = PacedLoad.on(site.address(), CALLS_PER_SECOND)) {
      good = new Soak(engine, daemon, load).run(length);
      engine.clear();
    }
    System.exit(good ? 0 : 1);
  }

  private static KeelsonProcess serve(Site site, FaultEngine engine) throws Exception {
    Path config = site.write(Stage.yaml(site, engine));
    return KeelsonProcess.start(
            List.of(),
            List.of(
                "-XX:+UseCompactObjectHeaders", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"),
            "serve",
            "--config",
            config.toString())
        .await("the socket", () -> Files.exists(site.socket()));
  }

  private boolean run(Duration length) throws InterruptedException {
    long end = System.nanoTime() + length.toNanos();
    System.out.printf(Locale.ROOT, "%8s %9s %6s %8s %9s %9s  %s%n", Usage.HEAD);
    for (int round = 0; System.nanoTime() < end; round++) {
      Disturbance fault = Disturbance.of(round);
      fault.begin().accept(engine);
      Thread.sleep(FAULT);
      engine.clear();
      Thread.sleep(BETWEEN_FAULTS.minus(FAULT));
      Usage usage = Usage.of(daemon.pid(), engine.sessions(), load.answered());
      samples.add(usage);
      System.out.printf(Locale.ROOT, "%s  %s%n", usage, fault.name());
    }
    return verdict();
  }

  private boolean verdict() {
    List<Usage> settled = samples.subList(Math.min(WARM_UP, samples.size() - 1), samples.size());
    List<String> faults = new ArrayList<>(Usage.growth(settled));
    faults.addAll(load.faults());
    System.out.printf(
        Locale.ROOT,
        "soak: %d answers, %d refused, RSS drift %.1f %%%n",
        load.answered(),
        load.refused(),
        Usage.drift(settled));
    faults.forEach(fault -> System.out.println("soak: " + fault));
    return faults.isEmpty();
  }
}
