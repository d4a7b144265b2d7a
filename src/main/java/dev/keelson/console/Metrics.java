package dev.keelson.console;

import dev.keelson.health.Calls;
import dev.keelson.health.Snapshot;
import dev.keelson.health.TokenHealth;
import dev.keelson.ledger.LedgerHealth;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// What Prometheus is told. A scrape takes one snapshot, and all that it says is of that moment.
///
/// No label is unbounded: methods and codes are gRPC's, tokens the configuration's, generations as
/// many as [GenerationMeters] shows.
final class Metrics implements Calls {
  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /// From what SoftHSM takes to what the API server waits.
  private static final Duration[] BUCKETS =
      List.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 3_000).stream()
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private record Kind(String method, String code) {}

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<Kind, Timer> calls = new ConcurrentHashMap<>();
  private final GenerationMeters generations = new GenerationMeters(registry);
  private final Snapshots snapshots;
  private volatile Snapshot latest;

  Metrics(Snapshots snapshots, Supplier<LedgerHealth> ledger, ProcessMeters.Memory memory) {
    this.snapshots = snapshots;
    this.latest = snapshots.now();
    for (String method : List.of("Status", "Encrypt", "Decrypt")) {
      var _ = timer(new Kind(method, "OK"));
    }
    ProcessMeters.bind(registry, memory);
    LedgerMeters.bind(registry, ledger);
    bindKeyring();
    for (int n = 0; n < latest.tokens().size(); n++) {
      bindToken(n);
    }
  }

  void tell(IssuerMeters issuer) {
    issuer.bind(registry);
  }

  @Override
  public void answered(String method, String code, Duration took) {
    timer(new Kind(method, code)).record(took);
  }

  private Timer timer(Kind kind) {
    return calls.computeIfAbsent(
        kind,
        _ ->
            Timer.builder("keelson.kms.request")
                .description("Calls of allowed callers, from their headers to the answer")
                .tags("method", kind.method(), "code", kind.code())
                .serviceLevelObjectives(BUCKETS)
                .register(registry));
  }

  private void bindKeyring() {
    Gauge.builder("keelson.ready", () -> ready(latest))
        .description("1 when the keyring seals and opens, as /readyz tells")
        .register(registry);
    FunctionCounter.builder("keelson.failover.calls", this, it -> it.latest.failovers())
        .description("Calls that another token than the preferred one answered")
        .register(registry);
  }

  static int ready(Snapshot snapshot) {
    return switch (snapshot.standing()) {
      case GOOD, DEGRADED -> 1;
      case DOWN -> 0;
    };
  }

  private void bindToken(int n) {
    var token = new TokenMeters(n);
    token.gauge("serves", "1 while calls are sent to the token", one -> one.serves() ? 1 : 0);
    token.seconds("canary.age", "Since the canary last sang", one -> seconds(one.canary().age()));
    token.seconds(
        "canary.latency",
        "The canary's last encryption and decryption",
        one -> seconds(one.canary().latency()));
    token.gauge("lanes", "Lanes that can work", one -> one.life().lanes().count());
    token.gauge("lanes.busy", "Lanes with a call in them", one -> one.life().lanes().busy());
    token.gauge("lanes.stuck", "Lanes given up", one -> one.life().lanes().stuck());
    token.gauge("queue.length", "Calls that wait", one -> one.life().lanes().waiting());
    token.gauge("queue.max", "Calls that may wait", one -> one.life().lanes().queue());
    token.gauge("sessions.open", "Sessions of the daemon", one -> one.life().sessions().open());
    token.gauge(
        "sessions.max", "Sessions it may have, 0: no limit", one -> one.life().sessions().max());
    token.gauge("mute.keys", "Keys that do not open what they sealed", one -> one.mute().size());
    token.pinFlag("count_low", one -> one.life().pin().countLow());
    token.pinFlag("final_try", one -> one.life().pin().finalTry());
    token.pinFlag("locked", one -> one.life().pin().locked());
    token.counters();
  }

  private static double seconds(Optional<Duration> time) {
    return time.map(one -> one.toNanos() / 1e9).orElse(Double.NaN);
  }

  /// The text of one scrape.
  String scrape() {
    latest = snapshots.now();
    generations.show(latest.generations());
    return registry.scrape(CONTENT_TYPE);
  }

  /// The meters of one token, by its place in the configuration.
  private final class TokenMeters {
    private final int place;
    private final String name;

    TokenMeters(int place) {
      this.place = place;
      this.name = label(place);
    }

    /// A clone may well have the name of its original: its place tells it apart.
    private String label(int place) {
      List<String> names = latest.tokens().stream().map(TokenHealth::token).toList();
      String own = names.get(place);
      return names.indexOf(own) == place ? own : own + " #" + (place + 1);
    }

    private TokenHealth now() {
      return latest.tokens().get(place);
    }

    void gauge(String meter, String description, ToDoubleFunction<TokenHealth> value) {
      builder(meter, description, value).register(registry);
    }

    void seconds(String meter, String description, ToDoubleFunction<TokenHealth> value) {
      builder(meter, description, value).baseUnit("seconds").register(registry);
    }

    private Gauge.Builder<?> builder(
        String meter, String description, ToDoubleFunction<TokenHealth> value) {
      return Gauge.builder("keelson.token." + meter, () -> value.applyAsDouble(now()))
          .description(description)
          .tag("token", name);
    }

    void pinFlag(String flag, Predicate<TokenHealth> set) {
      builder(
              "pin.flag",
              "1 when the token told so before the last login",
              one -> set.test(one) ? 1 : 0)
          .tag("flag", flag)
          .register(registry);
    }

    void counters() {
      FunctionCounter.builder("keelson.token.recoveries", this, it -> it.now().recoveries())
          .description("How often the token came back after it was lost")
          .tag("token", name)
          .register(registry);
      FunctionTimer.builder(
              "keelson.token.queue.wait",
              this,
              it -> it.now().life().lanes().waited().calls(),
              it -> it.now().life().lanes().waited().total().toNanos(),
              TimeUnit.NANOSECONDS)
          .description("How calls waited for a lane")
          .tag("token", name)
          .register(registry);
    }
  }
}
