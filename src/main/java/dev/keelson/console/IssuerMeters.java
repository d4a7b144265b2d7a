package dev.keelson.console;

import dev.keelson.issuer.IssuerHealth;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// How the issuer is, of a daemon that has one.
record IssuerMeters(Supplier<Optional<IssuerHealth>> issuer, InstantSource clock) {
  /// As the ledger has them; the closed set keeps labels few.
  private static final List<String> CAUSES =
      List.of("bad-request", "denied", "unavailable", "refused");

  void bind(MeterRegistry registry) {
    Gauge.builder("keelson.issuer.ready", () -> isReady() ? 1 : 0)
        .description("1 when an authority's key was seen to sign, and its list is fresh")
        .register(registry);
    time(
        registry,
        "authority.not.after",
        "When the issuing certificate expires",
        health -> health.authorityNotAfter());
    time(
        registry,
        "crl.next.update",
        "Until when the published list of the revoked holds",
        health -> health.crl().map(IssuerHealth.CrlHealth::nextUpdate));
    Gauge.builder("keelson.issuer.crl.number", this::crlNumber)
        .description("Number of the published list of the revoked; it only grows")
        .register(registry);
    Gauge.builder("keelson.issuer.survives.outage", this::survives)
        .description("How long the token may be away before the first client's certificate expires")
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder("keelson.issuer.certificates", () -> number(IssuerHealth::unexpired))
        .description("Certificates that have not expired")
        .register(registry);
    Gauge.builder("keelson.issuer.overdue", () -> number(IssuerHealth::overdue))
        .description("Clients whose last certificate should have been renewed long ago")
        .register(registry);
    FunctionCounter.builder("keelson.issuer.issued", this, it -> it.number(IssuerHealth::issued))
        .description("Certificates issued by this process")
        .register(registry);
    CAUSES.forEach(cause -> refusals(registry, cause));
  }

  private void refusals(MeterRegistry registry, String cause) {
    FunctionCounter.builder(
            "keelson.issuer.refused",
            this,
            it -> it.number(health -> health.refused().getOrDefault(cause, 0L)))
        .description("Requests that got no certificate")
        .tag("cause", cause)
        .register(registry);
  }

  private void time(
      MeterRegistry registry,
      String name,
      String description,
      Function<IssuerHealth, Optional<Instant>> when) {
    Gauge.builder(
            "keelson.issuer." + name,
            () ->
                issuer
                    .get()
                    .flatMap(when)
                    .map(Instant::getEpochSecond)
                    .map(Long::doubleValue)
                    .orElse(Double.NaN))
        .description(description + ", in seconds of the epoch")
        .baseUnit("seconds")
        .register(registry);
  }

  private boolean isReady() {
    return issuer
        .get()
        .filter(health -> health.authorityNotAfter().isPresent())
        .filter(health -> health.trouble().isEmpty())
        .isPresent();
  }

  private double crlNumber() {
    return issuer
        .get()
        .flatMap(IssuerHealth::crl)
        .map(crl -> crl.number().doubleValue())
        .orElse(Double.NaN);
  }

  private double survives() {
    return issuer
        .get()
        .flatMap(IssuerHealth::nextExpiry)
        .map(next -> (double) (next.getEpochSecond() - clock.instant().getEpochSecond()))
        .orElse(Double.NaN);
  }

  private double number(Function<IssuerHealth, Long> count) {
    return issuer.get().map(count).orElse(0L);
  }
}
